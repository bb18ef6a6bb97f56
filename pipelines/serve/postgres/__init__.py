"""The marts in a PostgreSQL database, for tools that only speak that."""
