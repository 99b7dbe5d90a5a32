"""Who imports whom: what each distribution declares, and what the plan of the house allows."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parents[2] / "packages"
DISTRIBUTIONS = sorted(path.name for path in PACKAGES.iterdir() if (path / "pyproject.toml").is_file())

MAY_IMPORT = {
    "ivk_core": set(),
    "ivk_fields": {"ivk_core"},
    "ivk_boards": {"ivk_core"},
    "ivk_models": {"ivk_core"},
    "ivk_workflows": {"ivk_core", "ivk_fields", "ivk_boards", "ivk_models"},
    "ivk_quick": {"ivk_core", "ivk_fields", "ivk_boards", "ivk_models", "ivk_workflows"},
    "invokeai_py_client": {
        "ivk_core",
        "ivk_fields",
        "ivk_boards",
        "ivk_models",
        "ivk_workflows",
        "ivk_quick",
    },
    "ivk_devserver": set(),
}

IMPORTED_AS = {
    "python-socketio": "socketio",
    "python-engineio": "engineio",
    "pillow": "PIL",
    "pyyaml": "yaml",
}

# Needed though no line of ours imports them: another library does, when it finds them.
IMPORTED_BY_OTHERS = {"ivk-devserver": {"python-multipart", "wsproto"}}

# The rooms of a part, from the inside out.
RANKS = {"schemas": 0, "calls": 1, "repository": 2, "handle": 2, "hooks": 3}

NO_IO = {"aiohttp", "asyncio", "http", "os", "requests", "shutil", "socket", "tempfile", "time", "urllib3"}

# A flow may name a file that is streamed from or to, so it may import Path. It may not touch one.
TOUCHES_A_FILE = {
    *("chmod", "exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "open", "read_bytes", "read_text"),
    *("rename", "resolve", "rglob", "rmdir", "stat", "touch", "unlink", "write_bytes", "write_text"),
}
HEAVY = ("socketio", "aiohttp", "PIL", "numpy")


def module_of(distribution: str) -> str:
    return distribution.replace("-", "_")


def files_of(distribution: str) -> list[Path]:
    return sorted((PACKAGES / distribution / "src").rglob("*.py"))


def flows_of(distribution: str) -> list[Path]:
    return [file for file in files_of(distribution) if file.stem == "calls" or file.stem.endswith("_calls")]


def calls_in(file: Path) -> Iterator[str]:
    """Name every function and method that a file calls, by its last name."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


def dotted(file: Path) -> str:
    """Give the name under which a file is imported."""
    inside = file.relative_to(PACKAGES).parts[2:]
    parts = inside[:-1] if inside[-1] == "__init__.py" else (*inside[:-1], file.stem)
    return ".".join(parts)


def imports_of(file: Path, *, for_typing: bool = True) -> Iterator[str]:
    """Name every module that a file imports, wherever in the file it does so.

    Imports that only a type checker sees are left out where `for_typing` is False.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    unseen = set() if for_typing else {id(node) for node in _seen_by_type_checkers(tree)}
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(file, node)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _seen_by_type_checkers(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for inner in node.body:
                yield from ast.walk(inner)


def _absolute(file: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = dotted(file).split(".") if file.name == "__init__.py" else dotted(file).split(".")[:-1]
    return ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])


def tops_of(distribution: str, *, for_typing: bool = True) -> set[str]:
    """Name the top-level modules that a distribution imports, its own and the standard library's aside."""
    tops = {
        name.split(".")[0]
        for file in files_of(distribution)
        for name in imports_of(file, for_typing=for_typing)
    }
    return tops - set(sys.stdlib_module_names) - {module_of(distribution)}


def declared_by(distribution: str, *, extras: bool) -> set[str]:
    """Name the distributions that one needs, and also those that its extras need."""
    project = tomllib.loads((PACKAGES / distribution / "pyproject.toml").read_text())["project"]
    needed = list(project.get("dependencies", []))
    if extras:
        needed += [each for extra in project.get("optional-dependencies", {}).values() for each in extra]
    return {re.split(r"[^\w.-]", each)[0].lower() for each in needed}


def imported_as(distribution: str) -> str:
    return IMPORTED_AS.get(distribution, module_of(distribution))


def rank_of(module: str) -> int | None:
    """Give the rank of a module by the first of its last two names that has one."""
    for name in reversed(module.split(".")[1:]):
        rank = RANKS.get("calls" if name.endswith("_calls") else name)
        if rank is not None:
            return rank
    return None


def test_the_plan_names_every_distribution() -> None:
    assert {module_of(distribution) for distribution in DISTRIBUTIONS} == set(MAY_IMPORT)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_what_is_imported_is_declared(distribution: str) -> None:
    declared = {imported_as(each) for each in declared_by(distribution, extras=True)}

    assert tops_of(distribution, for_typing=False) <= declared


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_what_is_declared_is_imported(distribution: str) -> None:
    declared = declared_by(distribution, extras=False) - IMPORTED_BY_OTHERS.get(distribution, set())

    assert {imported_as(each) for each in declared} <= tops_of(distribution)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_part_imports_only_parts_below_it(distribution: str) -> None:
    module = module_of(distribution)
    ours = tops_of(distribution) & set(MAY_IMPORT)

    assert ours <= MAY_IMPORT[module]


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_inside_a_part_the_inner_rooms_do_not_know_the_outer_ones(distribution: str) -> None:
    module = module_of(distribution)
    wrong = [
        f"{dotted(file)} imports {name}"
        for file in files_of(distribution)
        for name in imports_of(file)
        if name.split(".")[0] == module and _is_outward(dotted(file), name)
    ]

    assert wrong == []


def _is_outward(importer: str, imported: str) -> bool:
    inner, outer = rank_of(importer), rank_of(imported)
    return inner is not None and outer is not None and outer > inner


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_flows_import_nothing_that_does_io(distribution: str) -> None:
    wrong = [
        f"{dotted(file)} imports {name}"
        for file in flows_of(distribution)
        for name in imports_of(file, for_typing=False)
        if name.split(".")[0] in NO_IO
    ]

    assert wrong == []


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_flows_touch_no_file(distribution: str) -> None:
    wrong = [
        f"{dotted(file)} calls {called}"
        for file in flows_of(distribution)
        for called in calls_in(file)
        if called in TOUCHES_A_FILE
    ]

    assert wrong == []


def test_socketio_is_imported_in_one_module_only() -> None:
    importers = [
        dotted(file)
        for distribution in DISTRIBUTIONS
        if distribution != "ivk-devserver"
        for file in files_of(distribution)
        if any(name.split(".")[0] == "socketio" for name in imports_of(file))
    ]

    assert importers == ["ivk_core.events.socketio_client"]


@pytest.mark.parametrize("distribution", sorted(set(DISTRIBUTIONS) - {"ivk-devserver"}))
def test_importing_a_part_does_not_import_what_it_may_never_need(distribution: str) -> None:
    program = f"import sys, {module_of(distribution)}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
