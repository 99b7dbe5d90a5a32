"""Value objects: the values of fields that hold more than a string or a number."""
