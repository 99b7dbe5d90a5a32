"""The report of the checks, as an object, as text and as JSON. It can be attached to a bug report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

__all__ = ["Finding", "Level", "Report"]


class Level(StrEnum):
    """The severity of a finding."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """The result of one check.

    Parameters
    ----------
    name : str
        The name of the check, such as ``"socket"``.
    level : Level
        The severity.
    text : str
        What was found.
    hint : str
        How to fix it.
    """

    name: str
    level: Level
    text: str
    hint: str = ""

    def __str__(self) -> str:
        # The widths fit the longest level and the longest name of our checks, so that the texts are aligned.
        line = f"{self.level.value:8} {self.name:12} {self.text}"
        return f"{line}\n{'':22}{self.hint}" if self.hint else line


@dataclass(frozen=True)
class Report:
    """The results of all checks. It contains no secrets.

    Parameters
    ----------
    findings : tuple of Finding
        The results, first those of the program's side.
    """

    findings: tuple[Finding, ...]

    @property
    def is_ok(self) -> bool:
        """Whether there are no problems; warnings do not count."""
        return not self.problems

    @property
    def problems(self) -> tuple[Finding, ...]:
        """The findings that have to be fixed."""
        return tuple(finding for finding in self.findings if finding.level is Level.PROBLEM)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that may cause problems."""
        return tuple(finding for finding in self.findings if finding.level is Level.WARNING)

    def to_json(self) -> str:
        """Return it as JSON: ``{"is_ok": …, "findings": [{"name", "level", "text", "hint"}, …]}``."""
        findings = [asdict(finding) for finding in self.findings]
        return json.dumps({"is_ok": self.is_ok, "findings": findings}, indent=2)

    def __bool__(self) -> bool:
        return self.is_ok

    def __str__(self) -> str:
        names = ", ".join(each.name for each in self.problems)
        return "\n".join([*map(str, self.findings), "No problems." if self.is_ok else f"Problems: {names}."])
