"""Imports between the packages: each is allowed by the architecture, and declared in ``pyproject.toml``."""

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

# Dependencies that no module here imports: other libraries import them if they are installed.
IMPORTED_BY_OTHERS = {"ivk-devserver": {"python-multipart", "wsproto"}}

# The layers inside a package: a module imports only modules of the same or of a lower rank.
RANKS = {"schemas": 0, "calls": 1, "repository": 2, "handle": 2, "hooks": 3}

NO_IO = {"aiohttp", "asyncio", "http", "os", "requests", "shutil", "socket", "tempfile", "time", "urllib3"}

# A flow may contain the path of a file to stream, so it may import Path. It may not access the file.
FILE_ACCESS = {
    *("chmod", "exists", "glob", "is_dir", "is_file", "iterdir", "mkdir", "open", "read_bytes", "read_text"),
    *("rename", "resolve", "rglob", "rmdir", "stat", "touch", "unlink", "write_bytes", "write_text"),
}
# Modules that are slow to import and that many programs do not use. Even asyncio takes tens of milliseconds.
HEAVY = ("socketio", "aiohttp", "PIL", "numpy", "asyncio")


def module_of(distribution: str) -> str:
    return distribution.replace("-", "_")


def files_of(distribution: str) -> list[Path]:
    return sorted((PACKAGES / distribution / "src").rglob("*.py"))


def flows_of(distribution: str) -> list[Path]:
    return [file for file in files_of(distribution) if file.stem == "calls" or file.stem.endswith("_calls")]


def calls_in(file: Path) -> Iterator[str]:
    """Yield the last name of every function and method that a file calls."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2]


def dotted(file: Path) -> str:
    """Return the dotted name of the module in a file."""
    inside = file.relative_to(PACKAGES).parts[2:]
    parts = inside[:-1] if inside[-1] == "__init__.py" else (*inside[:-1], file.stem)
    return ".".join(parts)


def imports_of(file: Path, *, for_typing: bool = True) -> Iterator[str]:
    """Yield the names that a file imports anywhere: modules, and names in modules.

    Parameters
    ----------
    for_typing : bool
        Whether to include the imports inside ``if TYPE_CHECKING:``.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    skipped = set() if for_typing else {id(node) for node in _nodes_for_type_checkers(tree)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(file, node)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _nodes_for_type_checkers(tree: ast.Module) -> Iterator[ast.AST]:
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
    """Return the top-level modules that a distribution imports, without its own and the standard library."""
    tops = {
        name.split(".")[0]
        for file in files_of(distribution)
        for name in imports_of(file, for_typing=for_typing)
    }
    return tops - set(sys.stdlib_module_names) - {module_of(distribution)}


def declared_by(distribution: str, *, extras: bool) -> set[str]:
    """Return the normalized names of the dependencies of a distribution, with or without its extras."""
    project = tomllib.loads((PACKAGES / distribution / "pyproject.toml").read_text())["project"]
    required = list(project.get("dependencies", []))
    if extras:
        required += [each for extra in project.get("optional-dependencies", {}).values() for each in extra]
    return {re.split(r"[^\w.-]", each)[0].lower() for each in required}


def imported_as(distribution: str) -> str:
    return IMPORTED_AS.get(distribution, module_of(distribution))


def rank_of(module: str) -> int | None:
    """Return the rank of a module: that of the last part of its name that has one."""
    for name in reversed(module.split(".")[1:]):
        rank = RANKS.get("calls" if name.endswith("_calls") else name)
        if rank is not None:
            return rank
    return None


def test_the_allowed_imports_of_every_distribution_are_defined() -> None:
    assert {module_of(distribution) for distribution in DISTRIBUTIONS} == set(MAY_IMPORT)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_imported_distributions_are_declared(distribution: str) -> None:
    declared = {imported_as(each) for each in declared_by(distribution, extras=True)}

    assert tops_of(distribution, for_typing=False) <= declared


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_declared_dependencies_are_imported(distribution: str) -> None:
    declared = declared_by(distribution, extras=False) - IMPORTED_BY_OTHERS.get(distribution, set())

    assert {imported_as(each) for each in declared} <= tops_of(distribution)


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_package_imports_only_allowed_packages(distribution: str) -> None:
    imported = tops_of(distribution) & set(MAY_IMPORT)

    assert imported <= MAY_IMPORT[module_of(distribution)]


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_modules_of_a_lower_layer_do_not_import_modules_of_a_higher_one(distribution: str) -> None:
    module = module_of(distribution)
    wrong = [
        f"{dotted(file)} imports {name}"
        for file in files_of(distribution)
        for name in imports_of(file)
        if name.split(".")[0] == module and _is_upward(dotted(file), name)
    ]

    assert wrong == []


def _is_upward(importer: str, imported: str) -> bool:
    lower, higher = rank_of(importer), rank_of(imported)
    return lower is not None and higher is not None and higher > lower


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_flows_import_no_modules_that_do_io(distribution: str) -> None:
    wrong = [
        f"{dotted(file)} imports {name}"
        for file in flows_of(distribution)
        for name in imports_of(file, for_typing=False)
        if name.split(".")[0] in NO_IO
    ]

    assert wrong == []


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_flows_access_no_files(distribution: str) -> None:
    wrong = [
        f"{dotted(file)} calls {called}"
        for file in flows_of(distribution)
        for called in calls_in(file)
        if called in FILE_ACCESS
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
def test_importing_a_package_imports_no_heavy_module(distribution: str) -> None:
    program = f"import sys, {module_of(distribution)}; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
