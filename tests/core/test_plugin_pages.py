"""The plugins in the documentation of the core's hooks work."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ivk_core import Client, Request
from ivk_core.doctor import Level

PAGES = Path(__file__).parents[2] / "docs" / "plugins"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def blocks_of(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Run the blocks of a page, each as the module of a name, and return the modules."""

    def run(hook: str, *names: str) -> list[Any]:
        sources = BLOCK.findall((PAGES / f"{hook}.md").read_text(encoding="utf-8"))
        modules = []
        for name, source in zip(names, sources, strict=True):
            package, _, last = name.rpartition(".")
            monkeypatch.setitem(sys.modules, name, module := ModuleType(name))
            if package:
                monkeypatch.setattr(sys.modules[package], last, module, raising=False)
            exec(compile(source, f"{hook}.md", "exec"), module.__dict__)
            modules.append(module)
        return modules

    return run


@pytest.fixture
def deliveries(client: Client) -> Iterator[Callable[[], None]]:
    """Create the board that a check on the page looks for."""
    made: list[Any] = []
    yield lambda: made.append(client.call("create_board", board_name="Deliveries"))
    for board in made:
        client.call("delete_board", board_id=board["board_id"])


def test_the_check_finds_out_whether_there_is_a_board(
    client: Client, deliveries: Callable[[], None], blocks_of: Callable[..., list[Any]]
) -> None:
    client.plugins.add(*blocks_of("ivk_register_server_checks", "deliveries_ivk"))

    [finding] = [each for each in client.doctor().findings if each.name == "deliveries"]
    assert (finding.level, finding.hint) == (Level.PROBLEM, "Create it in the GUI.")
    assert not client.server.health().is_ok

    deliveries()
    [finding] = [each for each in client.doctor().findings if each.name == "deliveries"]
    assert finding.level is Level.OK
    assert client.server.health().parts["deliveries"].is_ok


def test_checks_of_plugins_come_between_the_account_and_the_socket(
    client: Client, blocks_of: Callable[..., list[Any]]
) -> None:
    client.plugins.add(*blocks_of("ivk_register_server_checks", "deliveries_ivk"))
    names = [each.name for each in client.doctor().findings]
    assert names.index("account") < names.index("deliveries") < names.index("socket")


def test_the_fact_is_in_the_overview_of_the_server(
    client: Client, deliveries: Callable[[], None], blocks_of: Callable[..., list[Any]]
) -> None:
    client.plugins.add(*blocks_of("ivk_describe_server", "deliveries_ivk"))
    before = client.server.info().facts["boards_count"]
    deliveries()
    assert client.server.info().facts["boards_count"] == before + 1


def test_secrets_are_found_in_files(server: Any, tmp_path: Path, blocks_of: Callable[..., list[Any]]) -> None:
    [plugin] = blocks_of("ivk_find_secret", "secrets_ivk")
    plugin.FOLDER = tmp_path
    (tmp_path / "invokeai_api_key").write_text("s3cret\n", encoding="utf-8")
    server.respond_with(lambda exchange: exchange.reply(401), lambda exchange: exchange.reply(200, {}))
    client = Client(server.url)
    client.plugins.add(plugin)
    client.send(Request("GET", "/boards/"))

    assert [each.headers["Authorization"] for each in server.received] == [None, "Bearer s3cret"]
    assert plugin.ivk_find_secret("password", server.url, "me@example.com") is None


def test_a_hook_that_a_package_declares_is_implemented_by_another(
    monkeypatch: pytest.MonkeyPatch, server: Any, blocks_of: Callable[..., list[Any]]
) -> None:
    monkeypatch.setitem(sys.modules, "invokeai_galleries", ModuleType("invokeai_galleries"))
    _, galleries, other, caller = blocks_of(
        "ivk_register_hookspecs",
        "invokeai_galleries.hookspecs",
        "invokeai_galleries.ivk",
        "invokeai_footers",
        "invokeai_galleries.page",
    )
    client = Client(server.url)
    client.plugins.add(galleries)
    client.plugins.add(other)
    assert caller.footer(client, "Seas") == ["Seas was made with InvokeAI"]
