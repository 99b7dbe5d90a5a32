"""The operations that set and remove faults over HTTP, for a server in another process.

    POST   /devserver/faults   {"fault": "answer", "method": "GET", "path": "*/status", "status": 503}
    DELETE /devserver/faults

``fault`` is the name of a method of ``Faults``, or ``events.`` and the name of a method of its ``events``;
the other keys are the arguments of the method. These paths are not in ``/openapi.json``, and faults do not
apply to them.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, HTTPException

from ivk_devserver.faults.faults import Faults
from ivk_devserver.routes.auth_dependencies import BackendDep

__all__ = ["router"]

router = APIRouter(prefix="/devserver/faults", include_in_schema=False)


@router.post("", status_code=204)
def add_fault(backend: BackendDep, fault: Annotated[dict[str, Any], Body()]) -> None:
    """Set a fault."""
    name = str(fault.pop("fault", ""))
    method = _methods(backend.faults).get(name)
    if method is None:
        raise HTTPException(422, f"There is no fault {name!r}")
    try:
        method(**fault)
    except TypeError as error:
        raise HTTPException(422, str(error)) from error


@router.delete("", status_code=204)
def clear_faults(backend: BackendDep) -> None:
    """Remove all faults."""
    backend.faults.clear()


def _methods(faults: Faults) -> dict[str, Callable[..., None]]:
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
    named = {method.__name__: method for method in requests}
    return {**named, **{f"events.{method.__name__}": method for method in events}}
