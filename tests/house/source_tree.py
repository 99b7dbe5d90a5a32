"""The modules below ``packages/*/src`` and their imports, for the tests of the code's structure."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGES = Path(__file__).parents[2] / "packages"


@dataclass(frozen=True)
class Module:
    """One module: its dotted name and its file."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]

    @cached_property
    def for_type_checkers(self) -> frozenset[int]:
        """The ids (`id()`) of the syntax nodes inside ``if TYPE_CHECKING:``."""
        blocks = [node for node in ast.walk(self.tree) if _is_type_checking(node)]
        return frozenset(id(inner) for block in blocks for node in block.body for inner in ast.walk(node))

    def imports(self, *, for_typing: bool = True) -> Iterator[str]:
        """Yield the names that the module imports anywhere in its file: modules, and names in modules.

        Parameters
        ----------
        for_typing : bool
            Whether to include the imports inside ``if TYPE_CHECKING:``.
        """
        for node in ast.walk(self.tree):
            if not for_typing and id(node) in self.for_type_checkers:
                continue
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self.absolute(node)
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)

    def absolute(self, node: ast.ImportFrom) -> str:
        """Return the absolute name of the module of a ``from ... import``."""
        if not node.level:
            return node.module or ""
        above = self.package.split(".")
        return ".".join([*above[: len(above) - node.level + 1], *filter(None, [node.module])])


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


class SourceTree:
    """All modules of the distributions.

    Parameters
    ----------
    packages : Path
        The folder of the distributions. Tests of the tests pass a folder with violations.
    """

    def __init__(self, packages: Path = PACKAGES) -> None:
        files = sorted(packages.glob("*/src/**/*.py"))
        self.modules = {name: Module(name, file) for file in files for name in [_dotted(file, packages)]}

    def imported_by(self, module: Module) -> set[str]:
        """Return the modules of this tree that a module imports at run time.

        ``from package import submodule`` imports the submodule, ``from package import name`` the package.
        """
        found: set[str] = set()
        for node in ast.walk(module.tree):
            if id(node) in module.for_type_checkers:
                continue
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = module.absolute(node)
                found.update(self._module_of(base, alias.name) for alias in node.names)
        return {name for name in found if name in self.modules} - {module.name}

    def _module_of(self, base: str, name: str) -> str:
        return f"{base}.{name}" if f"{base}.{name}" in self.modules else base


def _dotted(file: Path, packages: Path) -> str:
    inside = file.relative_to(packages).parts[2:]
    parts = inside[:-1] if inside[-1] == "__init__.py" else (*inside[:-1], file.stem)
    return ".".join(parts)


def make_tree(folder: Path, modules: dict[str, str]) -> SourceTree:
    """Write modules (``{"package.folder.module": "text"}``) into a folder, and return their tree."""
    for name, text in modules.items():
        top, *rest = name.split(".")
        path = folder / top / "src" / top
        file = path.joinpath(*rest).with_suffix(".py") if rest else path / "__init__.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return SourceTree(folder)
