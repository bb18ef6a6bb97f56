"""The frame of a passage: of which time, whose, and said in which part of the document, with the words that decide it."""
