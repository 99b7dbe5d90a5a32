"""The queue: what may be enqueued, how a batch becomes items, and how items run."""
