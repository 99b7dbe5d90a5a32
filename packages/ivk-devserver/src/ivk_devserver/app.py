"""The ASGI application of one server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import socketio  # type: ignore[import-untyped]
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from ivk_devserver.backend import Backend
from ivk_devserver.faults import FaultMiddleware, Faults
from ivk_devserver.faults.asgi import App
from ivk_devserver.front import Gate, SubPath
from ivk_devserver.graph import NotExecutableError
from ivk_devserver.openapi import openapi_json
from ivk_devserver.pages import add_pages
from ivk_devserver.routes import fault_control, include_operations
from ivk_devserver.settings import Settings
from ivk_devserver.sliding_tokens import SlidingTokens

__all__ = ["create_app"]

SOCKET_PATH = "/ws/socket.io"


def create_app(settings: Settings, faults: Faults) -> App:
    """Make a server's application.

    Parameters
    ----------
    settings
        How the server is set up.
    faults
        What shall go wrong.
    """
    backend = Backend(settings, faults)
    api = FastAPI(title="Invoke - Community Edition", lifespan=_lifespan, openapi_url=None, redoc_url=None)
    api.state.backend = backend
    include_operations(api)
    api.include_router(fault_control.router)
    _add_document(api)
    add_pages(api)
    api.add_exception_handler(NotExecutableError, _refuse_to_execute)
    api.add_middleware(SlidingTokens, tokens=backend.tokens)
    sockets = socketio.ASGIApp(backend.events.server, other_asgi_app=api, socketio_path=SOCKET_PATH)
    return _behind_front(FaultMiddleware(sockets, faults), settings)


def _behind_front(app: App, settings: Settings) -> App:
    gated = Gate(app, settings.required_headers) if settings.required_headers else app
    return SubPath(gated, settings.sub_path) if settings.sub_path else gated


@asynccontextmanager
async def _lifespan(api: FastAPI) -> AsyncIterator[None]:
    backend: Backend = api.state.backend
    sending = asyncio.create_task(backend.events.run())
    await asyncio.sleep(0)
    backend.start()
    yield
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    await asyncio.to_thread(backend.stop)


def _add_document(api: FastAPI) -> None:
    @api.get("/openapi.json", include_in_schema=False)
    def document() -> Response:
        return Response(openapi_json(), media_type="application/json")


def _refuse_to_execute(_: Request, __: Exception) -> PlainTextResponse:
    return PlainTextResponse("Internal Server Error", status_code=500)
