"""What readers take away or open: queries, explorer, workbook, packages, PostgreSQL, DuckLake."""
