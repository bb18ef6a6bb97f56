"""One medium each: bytes to text, cells and places."""
