"""The models of a new server: one SD1.5 and one SDXL main model, and a VAE of each base.

Keys and hashes are fixed, so that whatever names a model by its key works on every embedded server.
"""

from typing import Any

__all__ = ["SEED_MODELS"]

Config = dict[str, Any]


def _record(number: int, name: str, base: str, kind: str) -> Config:
    digits = f"{number:064x}"
    return {
        "key": f"{digits[:8]}-0000-4000-8000-{number:012x}",
        "hash": f"blake3:{digits}",
        "path": f"{base}/{kind}/{name}",
        "file_size": 1_000_000 * number,
        "name": name,
        "description": None,
        "source": f"embedded/{name}",
        "source_type": "path",
        "source_api_response": None,
        "source_url": None,
        "cover_image": None,
        "type": kind,
    }


def _main(number: int, name: str, base: str, edge: int) -> Config:
    settings = dict.fromkeys(
        ("vae", "vae_precision", "scheduler", "steps", "cfg_scale", "cfg_rescale_multiplier"), None
    )
    size: Config = {"width": edge, "height": edge, "guidance": None, "cpu_only": None, "fp8_storage": None}
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
