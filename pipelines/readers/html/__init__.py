"""Web pages: the main text without the page around it, tables with their grid, what the page says of itself."""
