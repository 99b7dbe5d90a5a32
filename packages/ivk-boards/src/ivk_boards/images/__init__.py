"""Images: schemas, operations and repositories."""
