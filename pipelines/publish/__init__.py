"""Build, audit, swap, export: everything that touches the published warehouse."""
