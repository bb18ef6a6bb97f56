"""Reports that nobody published, with facts that are known: for measuring how the build grows, and what it finds again."""
