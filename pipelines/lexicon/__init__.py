"""Units, indicators, sectors, regions and cue words: data files and the functions that load them."""
