"""Rules: which requests or events a fault applies to, and how many more times."""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Generic, TypeVar

__all__ = ["Rule", "RuleList"]

T = TypeVar("T")


@dataclass
class Rule(Generic[T]):
    """An action for everything that matches all patterns, ``times`` more times; None means every time."""

    patterns: tuple[str, ...]
    action: T
    times: int | None

    def matches(self, values: tuple[str, ...]) -> bool:
        """Return whether each value matches its pattern."""
        return all(fnmatchcase(value, pattern) for value, pattern in zip(values, self.patterns, strict=True))


class RuleList(Generic[T]):
    """Rules in the order in which they were added; the first that matches is applied and counted down."""

    def __init__(self) -> None:
        self._rules: list[Rule[T]] = []
        self._lock = threading.Lock()

    def add(self, rule: Rule[T]) -> None:
        """Add a rule."""
        with self._lock:
            self._rules.append(rule)

    def take(self, *values: str) -> T | None:
        """Return the action for these values and count it down; None if no rule matches."""
        with self._lock:
            rule = next((rule for rule in self._rules if rule.matches(values)), None)
            if rule is None:
                return None
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self._rules.remove(rule)
            return rule.action

    def clear(self) -> None:
        """Remove all rules."""
        with self._lock:
            self._rules.clear()
