"""The session queue: batches, queue items, and the session processor that runs them."""
