"""What the server remembers: one module a kind of thing, all in one SQLite database and one image folder."""
