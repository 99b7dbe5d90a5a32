"""What is logged, and what is kept out of logs.

This library logs to children of the logger ``ivk``: requests, without headers, queries and bodies.
``IVK_LOG=debug`` (or any other level) shows it on standard error, without a line of code.
"""

from __future__ import annotations

import logging
import os
import re
from functools import cache

__all__ = ["LOG_VARIABLE", "apply_environment", "hide_secrets"]

LOG_VARIABLE = "IVK_LOG"

_IN_QUERIES = re.compile(r"(?i)([?&][^=&\s]*(?:token|key|secret|password)[^=&\s]*=)[^&\s\"]+")
_IN_JSON = re.compile(r"(?i)(\"[^\"]*(?:token|key|secret|password)[^\"]*\"\s*:\s*\")[^\"]+")
_IN_HEADERS = re.compile(r"(?i)(\bauthorization['\"]?\s*[:=]\s*['\"]?(?:\w+\s+)?|\bbearer\s+)[^\s'\",]+")


@cache
def apply_environment() -> None:
    """Set up the log that ``IVK_LOG`` asks for, and keep secrets out of what urllib3 logs; done once."""
    logging.getLogger("urllib3.connectionpool").addFilter(hide_secrets)
    level = logging.getLevelNamesMapping().get(os.environ.get(LOG_VARIABLE, "").upper())
    if level is None:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logger = logging.getLogger("ivk")
    logger.addHandler(handler)
    logger.setLevel(level)


def hide_secrets(record: logging.LogRecord) -> bool:
    """Replace secrets by dots in what other libraries log (a filter for a logger).

    Queries may hold a token for a model's download, the first packet of a socket holds ours, and errors of
    other libraries quote headers.

    Parameters
    ----------
    record : LogRecord
        What is about to be logged; it is changed.

    Returns
    -------
    bool
        True: it is logged.
    """
    if isinstance(record.args, tuple):
        record.args = tuple(_dotted(part) for part in record.args)
    return True


def _dotted(part: object) -> object:
    if not isinstance(part, str | BaseException):
        return part
    text = str(part)
    for secret in (_IN_QUERIES, _IN_JSON, _IN_HEADERS):
        text = secret.sub(r"\1…", text)
    return text
