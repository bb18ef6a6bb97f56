"""Pure functions from a document to records with spans. Nothing here reads or writes a file."""
