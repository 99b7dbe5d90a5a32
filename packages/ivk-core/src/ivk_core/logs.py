"""Logging, and removing secrets from log records.

The loggers of this library are children of ``ivk``. Requests are logged without headers, queries and bodies.
The environment variable ``IVK_LOG=debug`` (or another level) writes the log to standard error.
"""

from __future__ import annotations

import logging
import os
import re
from functools import cache

from ivk_core.errors import ConfigurationError
from ivk_core.suggestions import did_you_mean

__all__ = ["LOG_VARIABLE", "apply_environment", "hide_secrets"]

LOG_VARIABLE = "IVK_LOG"

_IN_QUERIES = re.compile(r"(?i)([?&][^=&\s]*(?:token|key|secret|password)[^=&\s]*=)[^&\s\"]+")
_IN_JSON = re.compile(r"(?i)(\"[^\"]*(?:token|key|secret|password)[^\"]*\"\s*:\s*\")[^\"]+")
_IN_HEADERS = re.compile(r"(?i)(\bauthorization['\"]?\s*[:=]\s*['\"]?(?:\w+\s+)?|\bbearer\s+)[^\s'\",]+")


@cache
def apply_environment() -> None:
    """Set up logging as ``IVK_LOG`` says, and remove secrets from urllib3's log. The cache runs it once.

    Raises
    ------
    ConfigurationError
        If ``IVK_LOG`` is not the name of a level.
    """
    logging.getLogger("urllib3.connectionpool").addFilter(hide_secrets)
    name = os.environ.get(LOG_VARIABLE, "").strip()
    if not name:
        return
    levels = logging.getLevelNamesMapping()
    level = levels.get(name.upper())
    if level is None:
        hint = did_you_mean(name.upper(), levels) or f"The levels are {', '.join(levels).lower()}."
        raise ConfigurationError(f"{LOG_VARIABLE}={name!r} is not the name of a log level.", hint=hint)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logger = logging.getLogger("ivk")
    logger.addHandler(handler)
    logger.setLevel(level)


def hide_secrets(record: logging.LogRecord) -> bool:
    """Replace secrets by dots in the log records of other libraries (a filter for a logger).

    Queries may contain a token for the download of a model, the first packet of a socket contains the
    client's token, and errors of other libraries quote headers.

    Parameters
    ----------
    record : LogRecord
        The record; it is changed.

    Returns
    -------
    bool
        Always True: the record is logged.
    """
    if isinstance(record.args, tuple):
        record.args = tuple(_redacted(part) for part in record.args)
    return True


def _redacted(part: object) -> object:
    if not isinstance(part, str | BaseException):
        return part
    text = str(part)
    for secret in (_IN_QUERIES, _IN_JSON, _IN_HEADERS):
        text = secret.sub(r"\1…", text)
    return text
