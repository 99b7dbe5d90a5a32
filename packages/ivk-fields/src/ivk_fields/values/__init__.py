"""Value objects: what the fields hold when a plain string or number is not enough."""
