"""Tables: found in text, set into a grid, and read as facts."""
