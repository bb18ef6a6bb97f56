"""Projects that a list names one by one: in tables, on lines, within a paragraph; and what the list says of itself."""
