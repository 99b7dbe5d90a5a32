"""Videos: what the server knows of them, and its operations on them."""
