"""The plugin in the documentation of the hook works."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

from ivk_core import Client
from ivk_workflows.outputs import JobResult
from ivk_workflows.outputs.mappers import MapperTable
from ivk_workflows.queue import QueueItem

PAGE = Path(__file__).parents[3] / "docs" / "plugins" / "ivk_register_output_mappers.md"
RESULTS = {
    "a": {"type": "palette_output", "colors": [{"r": 255, "g": 136, "b": 0}]},
    "b": {"type": "swatch_output", "swatch": {"image_name": "swatch.png"}},
}


def test_the_plugin_in_the_documentation_makes_values_of_its_outputs() -> None:
    source = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert source
    plugin = ModuleType("invokeai_palettes.ivk")
    exec(source[1], plugin.__dict__)
    client = Client("http://localhost:9090")  # it is not asked
    client.plugins.add(plugin)
    session = {"results": RESULTS}
    item = QueueItem(item_id=1, batch_id="b", queue_id="default", status="completed", session=session)
    result = JobResult(item, client, MapperTable.from_plugins(client.plugins))

    assert result.outputs["palette_output"].value == ["#ff8800"]
    assert [image.name for image in result.images] == ["swatch.png"]
