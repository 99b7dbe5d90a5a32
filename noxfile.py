"""Every check of this repository, by its name: ``scripts/nox -s tests``, ``scripts/nox --list``."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import nox

ROOT = Path(__file__).parent
WHEELS = ROOT / ".nox" / "built-wheels"
PARTS = [
    "ivk-core",
    "ivk-fields",
    "ivk-boards",
    "ivk-models",
    "ivk-workflows",
    "ivk-quick",
    "ivk-devserver",
    "invokeai-py-client",
]
TESTS_OF = {
    "ivk-core": "core",
    "ivk-fields": "fields",
    "ivk-boards": "boards",
    "ivk-models": "models",
    "ivk-workflows": "workflows",
    "ivk-devserver": "devserver",
    "invokeai-py-client": "client",
}
TEST_TOOLS = ["pytest>=8", "pytest-asyncio>=0.24", "hypothesis>=6.100", "cryptography>=42"]
# What the tests of a part use that the part itself does not.
TOOLS_OF = {
    "ivk-core": ["aiohttp>=3.11"],
    "ivk-devserver": ["requests>=2.31", "python-socketio[client]>=5.11"],
    "invokeai-py-client": ["aiohttp>=3.11", "Pillow>=10", "rich>=13"],
}
TEST_EXTRAS = ["aiohttp>=3.11", "numpy", "pandas", "PyYAML", "rich>=13"]

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "types", "tests"]


def install_workspace(session: nox.Session, *tools: str) -> None:
    """Install all distributions from the working tree, editable, and the tools of a session."""
    editable = [word for part in PARTS for word in ("-e", f"packages/{part}")]
    session.install(*editable, *tools)


@nox.session
def demo(session: nox.Session) -> None:
    """Make six pictures and a contact sheet, on the embedded server or on INVOKEAI_URL."""
    install_workspace(session, "rich>=13", "Pillow>=10")
    session.run("python", "examples/demo.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the test-suite against the embedded server."""
    install_workspace(session, *TEST_TOOLS, *TEST_EXTRAS)
    session.run("pytest", *session.posargs)


@nox.session
def live(session: nox.Session) -> None:
    """Run the live suite against a real InvokeAI at INVOKEAI_URL."""
    if not os.environ.get("INVOKEAI_URL"):
        session.error("Set INVOKEAI_URL to the address of a real InvokeAI.")
    install_workspace(session, *TEST_TOOLS, *TEST_EXTRAS)
    session.run("pytest", "-m", "live", *session.posargs)


@nox.session
def wheels(session: nox.Session) -> None:
    """Build a wheel of every distribution, and install the embedded server from its own."""
    session.install("build", "hatchling")
    shutil.rmtree(WHEELS, ignore_errors=True)
    for part in PARTS:
        session.run("python", "-m", "build", "-nw", f"packages/{part}", "-o", str(WHEELS), silent=True)
    session.install("--find-links", str(WHEELS), "--pre", "ivk-devserver")


@nox.session(requires=["wheels"])
@nox.parametrize("part", list(TESTS_OF), ids=list(TESTS_OF))
def parts(session: nox.Session, part: str) -> None:
    """Install a distribution alone, from its wheel, and run those of its tests that need no more.

    The server has an environment of its own, so that nothing it needs hides what the part forgot to declare.
    """
    session.install("--find-links", str(WHEELS), "--pre", part, *TEST_TOOLS, *TOOLS_OF.get(part, []))
    server_python = ROOT / ".nox" / "wheels" / "bin" / "python"
    session.run(
        "pytest",
        "-rs",
        f"tests/{TESTS_OF[part]}",
        *session.posargs,
        env={"IVK_DEVSERVER_PYTHON": str(server_python)},
    )


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of all packages, and the promises that are made about them."""
    install_workspace(session, "mypy>=1.11", "pyright>=1.1.380", "types-requests", *TEST_TOOLS, *TEST_EXTRAS)
    for part in PARTS:
        session.run("mypy", "--strict", f"packages/{part}/src")
    session.run("mypy", "--strict", "tests/typing")
    session.run("pyright")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    session.install("ruff>=0.8")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken link or reference is an error."""
    install_workspace(
        session, "mkdocs>=1.6", "mkdocs-material>=9.5", "mkdocstrings[python]>=0.26", "ruff>=0.8"
    )
    session.run("mkdocs", "build", "--strict", "--site-dir", "build/site", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def examples(session: nox.Session) -> None:
    """Run every example, on the embedded server or on INVOKEAI_URL."""
    install_workspace(session, "rich>=13", "Pillow>=10", "aiohttp>=3.11")
    with ExitStack() as servers:
        url = os.environ.get("INVOKEAI_URL") or servers.enter_context(embedded_server(session))
        for example in sorted((ROOT / "examples").glob("*.py")):
            environment = {"INVOKEAI_URL": url, "IVK_OUTPUT": session.create_tmp()}
            session.run("python", str(example), env=environment)


@contextmanager
def embedded_server(session: nox.Session) -> Iterator[str]:
    """Serve an embedded server in the environment of a session, and give its address."""
    command = [str(Path(session.bin) / "python"), "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip().removeprefix("export INVOKEAI_URL=")
        finally:
            process.terminate()


@nox.session
def bench(session: nox.Session) -> None:
    """Measure, side by side in one run, and print ratios."""
    install_workspace(session, *TEST_EXTRAS, "pip")  # with it they fetch the client that they compare with
    for benchmark in sorted((ROOT / "tests" / "bench").glob("bench_*.py")):
        session.run("python", str(benchmark), *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build wheel and source archive of every distribution into dist/, and check them."""
    session.install("build", "twine")
    for part in PARTS:
        session.run("python", "-m", "build", f"packages/{part}", "-o", "dist", silent=True)
    session.run("twine", "check", "--strict", *[str(file) for file in sorted((ROOT / "dist").glob("*"))])
