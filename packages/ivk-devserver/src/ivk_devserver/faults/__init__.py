"""Faults: responses, connections and events that a test makes go wrong on purpose."""
