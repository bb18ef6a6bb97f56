"""`taizhang serve`: the explorer's pages from the published file, for warehouses of any size, for reading only."""
