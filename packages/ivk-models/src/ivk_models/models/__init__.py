"""Models: schemas, operations, lookup by name, and repositories."""
