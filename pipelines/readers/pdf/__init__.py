"""PDFs: text in reading order, tables with their grid, every character with its page and box."""
