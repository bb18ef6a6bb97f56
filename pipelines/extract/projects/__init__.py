"""Named projects, in lists, tables and prose, and the arrangements of key projects."""
