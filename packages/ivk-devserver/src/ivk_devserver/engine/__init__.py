"""The engine: it executes the graph of one queue item, and knows nothing of HTTP or SQL.

``Session`` is the state of a run, ``run_session`` drives it, ``nodes`` holds the functions that do the work
(one module per family) and ``painting`` the pictures that stand in for denoising.
"""

from ivk_devserver.engine.cache import InvocationCache
from ivk_devserver.engine.errors import ImageNotFound, SessionCanceled, SessionFailed
from ivk_devserver.engine.events import (
    EngineEvent,
    InvocationComplete,
    InvocationError,
    InvocationProgress,
    InvocationStarted,
    ModelLoadComplete,
    ModelLoadStarted,
)
from ivk_devserver.engine.memory import Memory
from ivk_devserver.engine.run import run_session
from ivk_devserver.engine.services import ImageStore, SavedImage, Services
from ivk_devserver.engine.session import Session

__all__ = [
    "EngineEvent",
    "ImageNotFound",
    "ImageStore",
    "InvocationCache",
    "InvocationComplete",
    "InvocationError",
    "InvocationProgress",
    "InvocationStarted",
    "Memory",
    "ModelLoadComplete",
    "ModelLoadStarted",
    "SavedImage",
    "Services",
    "Session",
    "SessionCanceled",
    "SessionFailed",
    "run_session",
]
