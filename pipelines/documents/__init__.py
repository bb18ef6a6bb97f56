"""What a document is: its bytes, its text, what it says about itself, and its parts."""
