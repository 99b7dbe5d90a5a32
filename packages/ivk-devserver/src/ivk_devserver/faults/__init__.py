"""Faults: responses, connections and events that a test makes fail on purpose."""
