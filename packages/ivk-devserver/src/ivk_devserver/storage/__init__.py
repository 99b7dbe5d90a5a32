"""What the server stores: one module per table, all in one SQLite database, and one folder of image files."""
