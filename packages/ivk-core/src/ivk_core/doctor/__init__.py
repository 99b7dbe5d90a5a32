"""Finding out what could be wrong between a program and a server, all of it at once.

`program` looks at the program's side (versions, settings, plugins), `server` asks the server, with the checks
that the installed parts contribute, and `report` shows what was found.
"""

from ivk_core.doctor.check import ServerCheck
from ivk_core.doctor.report import Finding, Level, Report

__all__ = ["Finding", "Level", "Report", "ServerCheck"]
