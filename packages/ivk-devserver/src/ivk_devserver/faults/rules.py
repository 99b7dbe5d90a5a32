"""Which requests or events something happens to, and how many more times."""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Generic, TypeVar

__all__ = ["Rule", "RuleBook"]

T = TypeVar("T")


@dataclass
class Rule(Generic[T]):
    """What happens to whatever matches all patterns, ``times`` more times; None means each time."""

    patterns: tuple[str, ...]
    action: T
    times: int | None

    def matches(self, values: tuple[str, ...]) -> bool:
        """Say whether each value fits its pattern."""
        return all(fnmatchcase(value, pattern) for value, pattern in zip(values, self.patterns, strict=True))


class RuleBook(Generic[T]):
    """Rules in the order in which they were set; the first that matches is used, and used up."""

    def __init__(self) -> None:
        self._rules: list[Rule[T]] = []
        self._lock = threading.Lock()

    def add(self, rule: Rule[T]) -> None:
        """Add a rule."""
        with self._lock:
            self._rules.append(rule)

    def take(self, *values: str) -> T | None:
        """Give what shall happen to something, and count it."""
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
        """Forget all rules."""
        with self._lock:
            self._rules.clear()

    def all(self) -> list[Rule[T]]:
        """Give the rules that are left."""
        with self._lock:
            return list(self._rules)
