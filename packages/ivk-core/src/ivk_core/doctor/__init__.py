"""Finding out what could be wrong between a program and a server, all of it at once.

`program` looks at this side (versions, settings, plugins), `server` asks the other side, and `report` tells.
"""

from ivk_core.doctor.report import Finding, Level, Report

__all__ = ["Finding", "Level", "Report"]
