"""The operations of the server, one module per router, with the operation ids of a real server."""

from fastapi import FastAPI

from ivk_devserver.routes import (
    app_info,
    auth,
    board_images,
    boards,
    client_state,
    gallery,
    image_downloads,
    image_lists,
    images,
    models,
    queue_batches,
    queue_bulk,
    queue_items,
    style_presets,
    system_prompts,
    utilities,
    workflow_library,
    workflows,
)

__all__ = ["include_operations"]


def include_operations(api: FastAPI) -> None:
    """Add all operations below ``/api``; if two paths match, the more specific one must be added first."""
    modules = (
        auth,
        utilities,
        models,
        image_lists,
        image_downloads,
        images,
        gallery,
        boards,
        board_images,
        app_info,
        queue_batches,
        queue_bulk,
        queue_items,
        workflow_library,
        workflows,
        style_presets,
        system_prompts,
        client_state,
    )
    for module in modules:
        api.include_router(module.router, prefix="/api")
