"""Lazy attributes are computed once, also with several threads and tasks."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

from ivk_core.lazy import lazy_method, lazy_property, without_lazy


class Lamp:
    """Something with lazy attributes of both kinds."""

    def __init__(self) -> None:
        self.name = "lamp"
        self.computed: list[str] = []
        self.proceed = threading.Event()

    @lazy_property
    def colour(self) -> str:
        """The colour."""
        self.computed.append("colour")
        self.proceed.wait(1)
        return f"yellow {self.shape}"

    @lazy_property
    def shape(self) -> str:
        self.computed.append("shape")
        return "round"

    @lazy_method
    async def light(self) -> str:
        """Return the light."""
        self.computed.append("light")
        await asyncio.sleep(0.01)
        if self.computed.count("light") == 1:
            raise ValueError("too early")
        return "on"


def test_many_threads_compute_a_property_once() -> None:
    lamp = Lamp()
    with ThreadPoolExecutor(8) as pool:
        found = [pool.submit(lambda: lamp.colour) for _ in range(8)]
        lamp.proceed.set()
    assert {each.result() for each in found} == {"yellow round"}
    assert lamp.computed == ["colour", "shape"]


def test_one_object_does_not_wait_for_another() -> None:
    slow, quick = Lamp(), Lamp()
    quick.proceed.set()
    thread = threading.Thread(target=lambda: slow.colour)
    thread.start()
    assert quick.colour == "yellow round"
    slow.proceed.set()
    thread.join()


def test_many_tasks_run_a_method_once_and_an_error_is_not_cached() -> None:
    lamp = Lamp()

    async def ask() -> list[str | BaseException]:
        return await asyncio.gather(*(lamp.light() for _ in range(5)), return_exceptions=True)

    first, *others = asyncio.run(ask())
    assert isinstance(first, ValueError)
    assert others == ["on"] * 4
    assert asyncio.run(ask()) == ["on"] * 5  # in another loop
    assert lamp.computed == ["light", "light"]


def test_a_copy_has_no_computed_values() -> None:
    lamp = Lamp()
    lamp.proceed.set()
    assert lamp.colour
    asyncio.run(asyncio.wait_for(_ignoring_errors(lamp), 5))
    assert set(without_lazy(lamp)) == {"name", "computed", "proceed"}


async def _ignoring_errors(lamp: Lamp) -> None:
    await asyncio.gather(lamp.light(), lamp.light(), return_exceptions=True)


def test_docstrings_are_preserved() -> None:
    assert Lamp.colour.__doc__ == "The colour."
    assert Lamp.light.__doc__ == "Return the light."
