"""What is logged, and what is kept out of logs.

What this library says goes to children of the logger ``ivk``: requests, without headers, queries and bodies.
``IVK_LOG=debug`` (or any other level) shows it on standard error, without a line of code.
"""

from __future__ import annotations

import logging
import os
import re
from functools import cache

__all__ = ["LOG_VARIABLE", "hide_secrets", "obey_environment"]

LOG_VARIABLE = "IVK_LOG"

_IN_QUERIES = re.compile(r"(?i)([?&][^=&\s]*(?:token|key|secret|password)[^=&\s]*=)[^&\s\"]+")
_IN_JSON = re.compile(r"(?i)(\"[^\"]*(?:token|key|secret|password)[^\"]*\"\s*:\s*\")[^\"]+")


@cache
def obey_environment() -> None:
    """Show what ``IVK_LOG`` asks for, and keep secrets out of what urllib3 logs; done once."""
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
    """Put dots in the place of secrets in what other libraries log (a filter for a logger).

    Queries may hold a token for a model's download, and the first packet of a socket holds ours.

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
        record.args = tuple(_dotted(part) if isinstance(part, str) else part for part in record.args)
    return True


def _dotted(text: str) -> str:
    return _IN_JSON.sub(r"\1…", _IN_QUERIES.sub(r"\1…", text))
