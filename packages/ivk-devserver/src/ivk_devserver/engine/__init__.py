"""The engine executes the graph of one queue item. It uses neither HTTP nor SQL.

``Session`` is the state of one run, ``run_session`` runs it, ``nodes`` has the functions of the nodes (one
module per family), and ``painting`` makes the images that a real server would denoise.
"""

from ivk_devserver.engine.errors import ImageRecordNotFoundError, SessionCanceledError, SessionFailedError
from ivk_devserver.engine.invocation_cache import InvocationCache
from ivk_devserver.engine.invocation_services import ImagesInterface, InvocationServices, SavedImage
from ivk_devserver.engine.object_store import ObjectStore
from ivk_devserver.engine.session import Session
from ivk_devserver.engine.session_events import (
    InvocationCompleteEvent,
    InvocationErrorEvent,
    InvocationProgressEvent,
    InvocationStartedEvent,
    ModelLoadCompleteEvent,
    ModelLoadStartedEvent,
    SessionEvent,
)
from ivk_devserver.engine.session_runner import run_session

__all__ = [
    "ImageRecordNotFoundError",
    "ImagesInterface",
    "InvocationCache",
    "InvocationCompleteEvent",
    "InvocationErrorEvent",
    "InvocationProgressEvent",
    "InvocationServices",
    "InvocationStartedEvent",
    "ModelLoadCompleteEvent",
    "ModelLoadStartedEvent",
    "ObjectStore",
    "SavedImage",
    "Session",
    "SessionCanceledError",
    "SessionEvent",
    "SessionFailedError",
    "run_session",
]
