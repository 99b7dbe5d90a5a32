"""Models: what they are, what is said about them, and where they are found."""
