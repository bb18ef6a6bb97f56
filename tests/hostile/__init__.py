"""Files that mean harm or are broken: made here, built in one run, every one accounted for."""
