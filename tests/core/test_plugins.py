"""Plugins are registered and loaded in the same way for all packages; invalid ones raise errors."""

from __future__ import annotations

import inspect
import sys
from importlib.metadata import EntryPoint
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from ivk_core import PluginManager, hookimpl, hookspec
from ivk_core.errors import PluginError
from ivk_core.plugins import hookspecs, load_plugins


class Specs:
    @hookspec
    def ivk_greet(self, name: str) -> str:
        raise NotImplementedError


class Greeter:
    @hookimpl
    def ivk_register_hookspecs(self) -> list[type]:
        return [Specs]

    @hookimpl
    def ivk_greet(self, name: str) -> str:
        return f"hello {name}"


def installed(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    found = [EntryPoint(name.rpartition(":")[2], name, "ivk") for name in names]
    monkeypatch.setattr("ivk_core.plugins.manager.entry_points", lambda group: found)


def test_a_plugin_may_declare_its_own_hooks() -> None:
    plugins = PluginManager()
    plugins.add(Greeter())
    assert plugins.hook.ivk_greet(name="you") == ["hello you"]


def test_a_plugin_is_added_once() -> None:
    plugins, greeter = PluginManager(), Greeter()
    plugins.add(greeter, "greeter")
    with pytest.raises(PluginError, match="greeter"):
        plugins.add(greeter, "greeter")


def test_each_manager_has_its_own_plugins() -> None:
    one, other = PluginManager(), PluginManager()
    one.add(Greeter(), "greeter")
    assert not other.has_plugin("greeter")


def test_installed_plugins_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "types:SimpleNamespace")
    assert load_plugins().get_plugin("SimpleNamespace") is SimpleNamespace


def test_the_error_of_a_plugin_that_cannot_be_imported_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, "no_such_module:broken")
    with pytest.raises(PluginError, match="broken"):
        load_plugins()


def test_an_undeclared_hook_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Typo:
        @hookimpl
        def ivk_gret(self) -> None: ...

    module: Any = ModuleType("typo_pack")
    module.plugin = Typo()
    monkeypatch.setitem(sys.modules, "typo_pack", module)
    installed(monkeypatch, "typo_pack:plugin")
    with pytest.raises(PluginError, match="ivk_gret"):
        load_plugins()


def test_an_implementation_with_unknown_parameters_is_an_error() -> None:
    class Wrong:
        @hookimpl
        def ivk_find_secret(self, colour: str) -> None: ...

    with pytest.raises(PluginError, match="colour"):
        PluginManager().add(Wrong())


@pytest.mark.parametrize("name", hookspecs.__all__)
def test_each_hook_of_the_core_is_documented_with_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(hookspecs, name)) or ""
    assert all(part in text for part in ("Returns", "Examples", "@hookimpl", f"def {name}("))
