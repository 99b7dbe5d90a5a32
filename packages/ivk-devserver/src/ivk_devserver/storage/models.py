"""Records of the models that the server claims to have."""

import json
from typing import Any

from ivk_devserver.storage.database import Database
from ivk_devserver.storage.seed_models import SEED_MODELS

__all__ = ["ModelStore"]


class ModelStore:
    """The models of a server; a new one gets a few to work with."""

    def __init__(self, database: Database) -> None:
        self._database = database
        if not self.all():
            for config in SEED_MODELS:
                self.add(config)

    def add(self, config: dict[str, Any]) -> None:
        """Add a record, or replace the one with its key."""
        text = json.dumps(config)
        self._database.run("INSERT OR REPLACE INTO models VALUES (?, ?)", (config["key"], text))

    def get(self, key: str) -> dict[str, Any] | None:
        """Give one record, or None."""
        text = self._database.value("SELECT config FROM models WHERE key = ?", (key,))
        return None if text is None else dict(json.loads(text))

    def all(self) -> list[dict[str, Any]]:
        """Give all records."""
        return [
            json.loads(text) for text in self._database.column("SELECT config FROM models ORDER BY rowid")
        ]

    def delete(self, key: str) -> None:
        """Remove a record."""
        self._database.run("DELETE FROM models WHERE key = ?", (key,))
