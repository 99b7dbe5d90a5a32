"""Diagnostics: all checks of the program, the connection and the server in one report.

`program` checks the program's side (versions, settings, plugins), `server` checks the server, with further
checks of the installed packages, and `report` has the findings.
"""

from ivk_core.doctor.check import ServerCheck
from ivk_core.doctor.report import Finding, Level, Report

__all__ = ["Finding", "Level", "Report", "ServerCheck"]
