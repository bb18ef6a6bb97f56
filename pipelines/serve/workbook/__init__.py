"""The Excel workbook for people."""
