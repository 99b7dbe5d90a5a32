"""Make the blocking modules from the asynchronous ones: ``handle_async.py`` is the source of ``handle.py``.

What a program holds (clients, repositories, handles, results) is written once, with ``async`` and ``await``.
This script writes the blocking module beside it, so that both have the same names, signatures and
docstrings::

    python scripts/make_blocking.py            # write what has changed
    python scripts/make_blocking.py --check    # exit with 1 where a blocking module is not up to date

Every module below ``packages/*/src`` whose name ends in ``_async`` is a source, except those in
`HAND_WRITTEN`: there both sides are written by hand, because threads and tasks really differ, and offer the
same interface.

The rules, applied to the tokens of a source:

- ``async`` and ``await`` go, and the parentheses that only ``await`` needed;
- ``AsyncThing`` becomes ``Thing``, ``thing_async`` becomes ``thing``, and each name in `NAMES` what is given
  for it there;
- a coroutine that is marked ``@lazy_method`` becomes a ``@lazy_property``, so where it is awaited
  (``await server.version()``) it is read (``server.version``);
- the same words are replaced inside strings, docstrings with their examples above all;
- a line that ends in ``# async only`` is left out, and so are those between ``# async only {`` and ``# }``;
- of a line ``# blocking: code`` the code is taken;
- a comment ``# blocking names: submit=submit_sync`` anywhere in a source renames these names in this module,
  and in text only next to a backtick, a quote, a dot or a parenthesis.

The result is sorted and formatted by ruff.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

HAND_WRITTEN = frozenset(
    {
        "ivk_core/concurrency_async.py",
        "ivk_core/events/connection_async.py",
        "ivk_workflows/jobs/callbacks_async.py",
    }
)
"""Sources of nothing: modules for an event loop whose blocking counterpart is written by hand."""

NAMES: Mapping[str, str] = {
    "AbstractAsyncContextManager": "AbstractContextManager",
    "AsyncExitStack": "ExitStack",
    "StopAsyncIteration": "StopIteration",
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclosing": "closing",
    "anext": "next",
    "asynccontextmanager": "contextmanager",
    "enter_async_context": "enter_context",
    "lazy_method": "lazy_property",
}
"""Names that the general rules do not cover."""

HEADER = "# Made from {source} by scripts/make_blocking.py: edit that file, not this one.\n"
LAZY = "lazy_method"

_ASYNC_ONLY = re.compile(r"# async only\s*$")
_BLOCK_BEGINS = re.compile(r"^\s*# async only {\s*$")
_BLOCK_ENDS = re.compile(r"^\s*# }\s*$")
_BLOCKING_LINE = re.compile(r"^(\s*)# blocking: ?(.*)$")
_BLOCKING_NAMES = re.compile(r"^\s*# blocking names: (.*)$")
_SPACE_BEFORE = frozenset({"async", "await"})
_WORD = re.compile(r"\w+")
_CODE_WORD = re.compile(r"""(?<=[`.'"])\b\w+\b|\b\w+(?=[`(]|\.\w)""")

Token = tokenize.TokenInfo


def sources() -> Iterator[Path]:
    """Find the modules that blocking ones are made from."""
    for path in sorted(ROOT.glob("packages/*/src/**/*_async.py")):
        if name_of(path) not in HAND_WRITTEN:
            yield path


def name_of(path: Path) -> str:
    """Return the path of a module below its ``src`` folder."""
    depth = [parent.name for parent in path.parents].index("src")
    return path.relative_to(path.parents[depth]).as_posix()


def target_of(source: Path) -> Path:
    """Return the path of the blocking module."""
    return source.with_name(source.name.replace("_async.py", ".py"))


def lazy_names(texts: Iterable[str]) -> frozenset[str]:
    """Find the coroutines that blocking programs read as properties."""
    found = set()
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.AsyncFunctionDef):
                decorators = {ast.unparse(each) for each in node.decorator_list}
                found |= {node.name} if LAZY in decorators else set()
    return frozenset(found)


def blocking(text: str, source: str, lazy: frozenset[str] = frozenset()) -> str:
    """Make the text of a blocking module; it still has to be formatted.

    Parameters
    ----------
    text : str
        The source.
    source : str
        The name of its file, for the header.
    lazy : frozenset of str
        The coroutines that are properties on the blocking side, see `lazy_names`.

    Returns
    -------
    str
    """
    names, lines = _directives(text)
    tokens = list(tokenize.generate_tokens(io.StringIO("".join(lines)).readline))
    dropped = _parentheses_of_await(tokens) | _calls_of_lazy(tokens, lazy) | _async_words(tokens)
    return HEADER.format(source=source) + _written(tokens, dropped, {**NAMES, **names})


def _directives(text: str) -> tuple[dict[str, str], list[str]]:
    """Obey the comments that are meant for this script; return renamed names, and the lines that remain."""
    names: dict[str, str] = {}
    lines = []
    is_in_block = False
    for line in text.splitlines(keepends=True):
        if is_in_block or _BLOCK_BEGINS.match(line):
            is_in_block = not _BLOCK_ENDS.match(line)
        elif renamed := _BLOCKING_NAMES.match(line):
            names |= dict(pair.split("=") for pair in renamed[1].split())
        elif code := _BLOCKING_LINE.match(line):
            lines.append(f"{code[1]}{code[2]}\n")
        elif not _ASYNC_ONLY.search(line):
            lines.append(line)
    return names, lines


def _parentheses_of_await(tokens: Sequence[Token]) -> set[int]:
    """Find the parentheses in ``(await thing.call()).more``, which are not needed without ``await``."""
    dropped: set[int] = set()
    for number, token in enumerate(tokens[:-1]):
        if token.string != "(" or tokens[number + 1].string != "await" or _is_called(tokens, number):
            continue
        end = _closing(tokens, number)
        if _is_primary(tokens[number + 2 : end]):
            dropped |= {number, end}
    return dropped


def _is_called(tokens: Sequence[Token], number: int) -> bool:
    before = tokens[number - 1] if number else None
    is_name = before is not None and before.type == tokenize.NAME and before.string not in _KEYWORDS
    return is_name or (before is not None and before.string in (")", "]"))


_KEYWORDS = frozenset(
    {"return", "in", "if", "else", "not", "and", "or", "for", "yield", "from", "await", "is"}
)


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for number in range(start, len(tokens)):
        if tokens[number].type == tokenize.OP:
            depth += (tokens[number].string in "([{") - (tokens[number].string in ")]}")
            if depth == 0:
                return number
    raise ValueError(f"a bracket in line {tokens[start].start[0]} is never closed")


def _is_primary(tokens: Sequence[Token]) -> bool:
    """Check whether tokens are names, calls and subscripts only, which bind as tightly as ``await``."""
    depth = 0
    for token in tokens:
        if token.type == tokenize.OP and token.string in "([{":
            depth += 1
        elif token.type == tokenize.OP and token.string in ")]}":
            depth -= 1
        elif depth == 0 and not _is_part_of_primary(token):
            return False
    return True


def _is_part_of_primary(token: Token) -> bool:
    is_name = token.type == tokenize.NAME and token.string not in _KEYWORDS
    return is_name or token.string == "." or token.type == tokenize.NL


def _calls_of_lazy(tokens: Sequence[Token], lazy: frozenset[str]) -> set[int]:
    """Find the parentheses in ``await thing.version()``, which is read on the blocking side."""
    dropped: set[int] = set()
    for number, token in enumerate(tokens):
        if token.string != "await":
            continue
        end = number + 1
        while tokens[end].type == tokenize.NAME or tokens[end].string == ".":
            end += 1
        if tokens[end].string == "(" and tokens[end + 1].string == ")" and tokens[end - 1].string in lazy:
            dropped |= {end, end + 1}
    return dropped


def _async_words(tokens: Sequence[Token]) -> set[int]:
    return {
        number
        for number, token in enumerate(tokens)
        if token.type == tokenize.NAME and token.string in _SPACE_BEFORE
    }


def _written(tokens: Sequence[Token], dropped: set[int], names: Mapping[str, str]) -> str:
    """Write tokens at the places where they stood, without those that are dropped."""
    written: list[str] = []
    line, column = 1, 0
    skips_space = False
    for number, token in enumerate(tokens):
        if token.start[0] > line:
            line, column = token.start[0], 0
        space = token.line[column : token.start[1]] if token.start[1] > column else ""
        written.append("" if skips_space else space)
        skips_space = False
        if number in dropped:
            skips_space = token.string in _SPACE_BEFORE
        else:
            written.append(_renamed(token, names))
        line, column = token.end
    return "".join(written)


def _renamed(token: Token, names: Mapping[str, str]) -> str:
    if token.type == tokenize.NAME:
        return _blocking_name(token.string, names)
    is_text = token.type in (tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", -1))
    return _in_text(token.string, names) if is_text else token.string


def _blocking_name(name: str, names: Mapping[str, str]) -> str:
    if name in names:
        return names[name]
    return re.sub(r"^(_?)Async(?=[A-Z])", r"\1", re.sub(r"_async$", "", name))


def _in_text(text: str, names: Mapping[str, str]) -> str:
    """Rename in strings and comments; an ordinary word such as "submit" only where it is marked as code."""
    plain = re.sub(r"\b(await|async) (?=[\w(])", "", text)
    marked = _CODE_WORD.sub(lambda word: names.get(word[0], word[0]), plain)
    return _WORD.sub(lambda word: _blocking_name(word[0], NAMES), marked)


def made() -> dict[Path, str]:
    """Make all blocking modules; return their formatted texts by path."""
    texts = {path: path.read_text(encoding="utf-8") for path in sources()}
    lazy = lazy_names(texts.values())
    return {
        target_of(path): formatted(blocking(text, path.name, lazy), target_of(path))
        for path, text in texts.items()
    }


def formatted(text: str, path: Path) -> str:
    """Sort the imports of a module and format it, with the settings of this repository."""
    name = ["--stdin-filename", str(path), "-"]
    for command in (
        ["check", "--select", "I,UP028", "--fix-only", "--unsafe-fixes", "--quiet"],
        ["format", "--quiet"],
    ):
        ruff = [sys.executable, "-m", "ruff", *command, *name]
        text = subprocess.run(ruff, input=text, text=True, check=True, capture_output=True, cwd=ROOT).stdout
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the blocking modules, or check them."""
    parser = argparse.ArgumentParser(description="Make the blocking modules from the asynchronous ones.")
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where one differs")
    only_check = parser.parse_args(arguments).check
    stale = [path for path, text in made().items() if not path.is_file() or path.read_text("utf-8") != text]
    texts = made() if stale and not only_check else {}
    for path in stale:
        if only_check:
            print(f"{path.relative_to(ROOT)} is not what scripts/make_blocking.py makes of its source.")
        else:
            path.write_text(texts[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    if stale and only_check:
        print("Edit the module that ends in _async.py, and run: python scripts/make_blocking.py")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
