"""What is logged, and what is kept out of logs.

Everything is logged to children of the logger ``ivk``: requests without their headers, queries and bodies.
``IVK_LOG=debug`` (or any other level) shows it on standard error, without a line of code.
"""

from __future__ import annotations

import logging
import os
import re
from functools import cache

__all__ = ["LOG_VARIABLE", "hide_queries", "obey_environment"]

LOG_VARIABLE = "IVK_LOG"

_SECRET_PARAMETERS = re.compile(r"(?i)([?&][^=&\s]*(?:token|key|secret|password)[^=&\s]*=)[^&\s\"]+")


@cache
def obey_environment() -> None:
    """Show what ``IVK_LOG`` asks for, and keep secrets out of what urllib3 logs; done once."""
    hide_queries()
    level = logging.getLevelNamesMapping().get(os.environ.get(LOG_VARIABLE, "").upper())
    if level is None:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logger = logging.getLogger("ivk")
    logger.addHandler(handler)
    logger.setLevel(level)


def hide_queries() -> None:
    """Keep the secrets in queries, such as a token for a model's download, out of urllib3's log."""
    logging.getLogger("urllib3.connectionpool").addFilter(_hide_secrets)


def _hide_secrets(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(
            _SECRET_PARAMETERS.sub(r"\1…", part) if isinstance(part, str) else part for part in record.args
        )
    return True
