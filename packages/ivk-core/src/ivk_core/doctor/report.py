"""What the doctor found, to be read by people, by programs, and by whoever gets it in a bug report."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

__all__ = ["Finding", "Level", "Report"]


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    name : str
        What was looked at, such as ``"socket"``.
    level : Level
        How bad it is.
    text : str
        What was seen.
    hint : str
        What to do about it.
    """

    name: str
    level: Level
    text: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.level.value:8} {self.name:12} {self.text}"
        return f"{line}\n{'':22}{self.hint}" if self.hint else line


@dataclass(frozen=True)
class Report:
    """Everything that the doctor found. It holds no secrets.

    Parameters
    ----------
    findings : tuple of Finding
        What was looked at, this side first.
    """

    findings: tuple[Finding, ...]

    @property
    def is_ok(self) -> bool:
        """Whether there is no problem; warnings are none."""
        return not self.problems

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What has to be mended."""
        return tuple(finding for finding in self.findings if finding.level is Level.PROBLEM)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What may make trouble."""
        return tuple(finding for finding in self.findings if finding.level is Level.WARNING)

    def to_json(self) -> str:
        """Write it as JSON: ``{"is_ok": …, "findings": [{"name", "level", "text", "hint"}, …]}``."""
        findings = [asdict(finding) for finding in self.findings]
        return json.dumps({"is_ok": self.is_ok, "findings": findings}, indent=2)

    def __bool__(self) -> bool:
        return self.is_ok

    def __str__(self) -> str:
        end = "All is well." if self.is_ok else f"Problems: {', '.join(each.name for each in self.problems)}."
        return "\n".join([*map(str, self.findings), end])
