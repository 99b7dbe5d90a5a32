"""Switching faults on and off over HTTP, for a server in another process.

    POST   /devserver/faults   {"fault": "answer", "method": "GET", "path": "*/status", "status": 503}
    DELETE /devserver/faults

``fault`` is the name of a method of ``Faults``, or ``events.`` and the name of a method of its ``events``;
the other keys are that method's arguments. These paths are not in ``/openapi.json`` and never go wrong
themselves.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException

from ivk_devserver.faults import Faults
from ivk_devserver.routes.dependencies import BackendDep

__all__ = ["router"]

router = APIRouter(prefix="/devserver/faults", include_in_schema=False)


@router.post("", status_code=204)
def switch_on(backend: BackendDep, fault: Annotated[dict[str, Any], Body()]) -> None:
    """Switch one fault on."""
    name = str(fault.pop("fault", ""))
    switch = _switches(backend.faults).get(name)
    if switch is None:
        raise HTTPException(422, f"There is no fault {name!r}")
    try:
        switch(**fault)
    except TypeError as error:
        raise HTTPException(422, str(error)) from error


@router.delete("", status_code=204)
def switch_off(backend: BackendDep) -> None:
    """Switch all faults off."""
    backend.faults.clear()


def _switches(faults: Faults) -> dict[str, Callable[..., None]]:
    requests = (
        faults.drop_response,
        faults.drop_connection,
        faults.delay,
        faults.slow_body,
        faults.truncate,
        faults.answer,
        faults.html,
        faults.close_sockets,
        faults.refuse_sockets,
    )
    events = (faults.events.drop, faults.events.duplicate, faults.events.delay, faults.events.reorder)
    named = {switch.__name__: switch for switch in requests}
    return {**named, **{f"events.{switch.__name__}": switch for switch in events}}
