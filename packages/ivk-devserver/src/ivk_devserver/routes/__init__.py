"""The operations that the server serves, one module a router, under the real server's operation ids."""

from fastapi import APIRouter

from ivk_devserver.routes import (
    app_info,
    auth,
    board_images,
    boards,
    client_state,
    image_downloads,
    image_lists,
    images,
    models,
    queue_batches,
    queue_bulk,
    queue_items,
    style_presets,
    utilities,
    workflow_library,
    workflows,
)

__all__ = ["routers"]


def routers() -> list[APIRouter]:
    """Give all routers; where two paths could match, the more exact one comes first."""
    modules = (
        auth,
        utilities,
        models,
        image_lists,
        image_downloads,
        images,
        boards,
        board_images,
        app_info,
        queue_batches,
        queue_bulk,
        queue_items,
        workflow_library,
        workflows,
        style_presets,
        client_state,
    )
    return [module.router for module in modules]
