"""The plugin in the documentation of the hook works."""

import re
from pathlib import Path
from types import ModuleType

from ivk_core.plugins import PluginManager
from ivk_fields import FieldRegistry, FieldType, InputSpec, hooks

PAGE = Path(__file__).parents[2] / "docs" / "plugins" / "ivk_register_fields.md"


def test_the_plugin_in_the_documentation_serves_its_type() -> None:
    source = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert source
    plugin = ModuleType("invokeai_angles.ivk")
    exec(source[1], plugin.__dict__)
    plugins = PluginManager()
    plugins.add(plugin)
    plugins.add(hooks)
    field = FieldRegistry.from_plugins(plugins).make(InputSpec("angle", FieldType("AngleField")))
    assert field.set(370).to_wire() == 10.0
