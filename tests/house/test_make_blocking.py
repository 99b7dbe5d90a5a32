"""The rules by which ``scripts/make_blocking.py`` makes blocking modules from asynchronous ones."""

from __future__ import annotations

import pytest
from make_blocking import blocking, lazy_names


def made(text: str, lazy: frozenset[str] = frozenset()) -> str:
    """Return the blocking text without its header."""
    return blocking(f"{text}\n", "x_async.py", lazy).partition("\n")[2].strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("async def get(self) -> X: ...", "def get(self) -> X: ..."),
        ("x = await self.run(1)", "x = self.run(1)"),
        ("x = (await self.run(1)).name", "x = self.run(1).name"),
        ("x = (await run(1))[0]", "x = run(1)[0]"),
        ("x = [(await a) or b]", "x = [a or b]"),
        ("print((await a) + b)", "print(a + b)"),
        ("x = (await a + b).c", "x = (a + b).c"),
        ("async with a as b, await c() as d: ...", "with a as b, c() as d: ..."),
        ("async for x in self.pages(): ...", "for x in self.pages(): ..."),
        ("def f(x: AsyncClient | _AsyncThing): ...", "def f(x: Client | _Thing): ..."),
        ("from part.handle_async import submit_async", "from part.handle import submit"),
        ("async def __aexit__(self): ...", "def __exit__(self): ..."),
        ("raise StopAsyncIteration", "raise StopIteration"),
        ("import asyncio  # async only", ""),
        ("a = 1\n# async only {\nb = await c\n# }\nd = 2", "a = 1\nd = 2"),
        ("# blocking: import threading", "import threading"),
        (
            '"""Like `AsyncThing.get`.\n\n>>> x = await thing.get()\n"""',
            '"""Like `Thing.get`.\n\n>>> x = thing.get()\n"""',
        ),
        ('f"{await a} of {type(AsyncThing)}"', 'f"{a} of {type(Thing)}"'),
    ],
)
def test_a_rule_is_applied(source: str, expected: str) -> None:
    assert made(source) == expected


def test_names_are_replaced_in_code_and_not_in_plain_text() -> None:
    source = '# blocking names: submit=submit_sync\nx.submit()\n"""Submit or submit, see `submit`."""'
    assert made(source) == 'x.submit_sync()\n"""Submit or submit, see `submit_sync`."""'


def test_a_lazy_coroutine_becomes_a_property_that_is_read() -> None:
    source = "@lazy_method\nasync def version(self): ...\nx = await self.server.version()"
    lazy = lazy_names([source])
    assert lazy == {"version"}
    assert made(source, lazy) == "@lazy_property\ndef version(self): ...\nx = self.server.version"


def test_the_result_names_its_source() -> None:
    assert blocking("", "x_async.py").startswith("# Made from x_async.py by scripts/make_blocking.py")
