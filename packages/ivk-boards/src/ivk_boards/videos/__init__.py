"""Videos: their schemas and the operations on them."""
