"""The records of models. A new server has one SD1.5 and one SDXL main model, and a VAE for each base.

Their keys and hashes are fixed, so that a workflow that names a model by key runs on every embedded server.
"""

import json
from typing import Any

from ivk_devserver.storage.sqlite_database import SqliteDatabase

__all__ = ["SEED_MODELS", "ModelRecordStorage"]

Config = dict[str, Any]


class ModelRecordStorage:
    """The model records of a server."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        if not self.all():
            for config in SEED_MODELS:
                self.add(config)

    def add(self, config: Config) -> None:
        """Add a record, or replace the record with the same key."""
        text = json.dumps(config)
        self._database.run("INSERT OR REPLACE INTO models VALUES (?, ?)", (config["key"], text))

    def get(self, key: str) -> Config | None:
        """Return a record; None if there is no such model."""
        text = self._database.value("SELECT config FROM models WHERE key = ?", (key,))
        return None if text is None else dict(json.loads(text))

    def all(self) -> list[Config]:
        """Return all records, in the order in which they were added."""
        return [
            json.loads(text) for text in self._database.column("SELECT config FROM models ORDER BY rowid")
        ]

    def delete(self, key: str) -> None:
        """Delete a record."""
        self._database.run("DELETE FROM models WHERE key = ?", (key,))


def _record(number: int, name: str, base: str, model_type: str) -> Config:
    digits = f"{number:064x}"
    return {
        "key": f"{digits[:8]}-0000-4000-8000-{number:012x}",
        "hash": f"blake3:{digits}",
        "path": f"{base}/{model_type}/{name}",
        # Not the size of a file, but different for each model, so that sorting by size can be tested.
        "file_size": 1_000_000 * number,
        "name": name,
        "description": None,
        "source": f"embedded/{name}",
        "source_type": "path",
        "source_api_response": None,
        "source_url": None,
        "cover_image": None,
        "type": model_type,
    }


def _main(number: int, name: str, base: str, side: int) -> Config:
    settings = dict.fromkeys(
        ("vae", "vae_precision", "scheduler", "steps", "cfg_scale", "cfg_rescale_multiplier"), None
    )
    size: Config = {"width": side, "height": side, "guidance": None, "cpu_only": None, "fp8_storage": None}
    return {
        **_record(number, name, base, "main"),
        "trigger_phrases": None,
        "default_settings": {**settings, **size},
        "format": "diffusers",
        "repo_variant": "",
        "prediction_type": "epsilon",
        "variant": "normal",
        "base": base,
    }


def _vae(number: int, name: str, base: str) -> Config:
    record = _record(number, name, base, "vae")
    return {**record, "cpu_only": None, "format": "diffusers", "repo_variant": "", "base": base}


SEED_MODELS = (
    _main(1, "embedded-sd15", "sd-1", 512),
    _main(2, "embedded-sdxl", "sdxl", 1024),
    _vae(3, "embedded-sd15-vae", "sd-1"),
    _vae(4, "embedded-sdxl-vae", "sdxl"),
)
"""The models of a new server. The default sizes are those that the models of these bases were trained on."""
