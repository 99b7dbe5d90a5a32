"""Faults: responses, connections and events that a test makes go wrong on purpose."""

from ivk_devserver.faults.faults import Faults

__all__ = ["Faults"]
