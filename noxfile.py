"""Every check of this repository, by its name: ``scripts/nox -s tests``, ``scripts/nox --list``.

The tools of a session are a dependency group of ``pyproject.toml``, in the versions of
``requirements/tools.txt``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import nox

ROOT = Path(__file__).parent
PYPROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
LOCK = "requirements/tools.txt"
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
# What the tests of a part use that the part itself does not.
LIBRARIES_OF = {
    "ivk-core": ["aiohttp"],
    "ivk-workflows": ["aiohttp"],
    "ivk-devserver": ["requests", "python-socketio[client]"],
    "invokeai-py-client": ["aiohttp", "Pillow", "rich"],
}
# It looks at what a new process has imported, and in a measured process that is coverage as well.
NOT_MEASURED = "tests/core/test_client.py::test_importing_the_core_imports_nothing_that_is_not_needed_yet"

nox.options.default_venv_backend = "uv"
nox.options.sessions = ["lint", "types", "tests"]


def install(session: nox.Session, *requirements: str, tools: tuple[str, ...] = (), pins: str = LOCK) -> None:
    """Install requirements, and the tools of dependency groups, in the pinned versions.

    Build backends are pinned as well.
    """
    named = nox.project.dependency_groups(PYPROJECT, *tools)
    session.install(*requirements, *named, "--constraint", pins, "--build-constraint", LOCK)


def workspace(*, extras: bool = True) -> list[str]:
    """Return the arguments that install all distributions from the working tree, editable."""
    arguments = []
    for part in PARTS:
        project = nox.project.load_toml(ROOT / "packages" / part / "pyproject.toml")["project"]
        names = ",".join(project.get("optional-dependencies", {})) if extras else ""
        arguments += ["-e", f"packages/{part}[{names}]" if names else f"packages/{part}"]
    return arguments


def built_wheels() -> list[str]:
    """Return the options that install distributions from their wheels.

    The cache of uv is not used for them: it may have wheels of the same version, built before a change.
    """
    return ["--find-links", str(WHEELS), "--pre", *(f"--refresh-package={part}" for part in PARTS)]


def declared_by(part: str) -> set[str]:
    """Return the names of what a distribution and its extras depend on."""
    project = nox.project.load_toml(ROOT / "packages" / part / "pyproject.toml")["project"]
    extras = project.get("optional-dependencies", {}).values()
    return {name_of(each) for group in (project["dependencies"], *extras) for each in group}


def name_of(requirement: str) -> str:
    """Return the normalized name in a requirement or a pin."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@nox.session
def demo(session: nox.Session) -> None:
    """Make six pictures and a contact sheet, on the embedded server or on INVOKEAI_URL."""
    install(session, *workspace(extras=False), tools=("examples",))
    session.run("python", "examples/demo.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the test-suite against the embedded server."""
    install(session, *workspace(), tools=("all-tests",))
    session.run("pytest", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Run the test-suite under coverage; a distribution below its floor in pyproject.toml is an error."""
    install(session, *workspace(), tools=("all-tests", "coverage"))
    # Absolute, because tests start processes in other folders.
    environment = {"COVERAGE_FILE": str(ROOT / ".coverage")}
    session.run("coverage", "erase", env=environment)
    pytest = ["pytest", "--deselect", NOT_MEASURED, *session.posargs]
    session.run("coverage", "run", "-m", *pytest, env=environment)
    session.run("coverage", "combine", "--quiet", env=environment)
    session.run("coverage", "report", env=environment)
    below = []
    for part in PARTS:
        report = ["coverage", "report", "--format=total", f"--include=packages/{part}/*"]
        covered = float(session.run(*report, env=environment, silent=True, log=False))
        floor = PYPROJECT["tool"]["coverage-floors"][part]
        session.log(f"{part}: {covered} % covered, at least {floor} % required")
        below += [part] if covered < floor else []
    if below:
        session.error(f"Too little covered: {', '.join(below)}")


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try 10,000 mutated workflow files; ``-- --first 10000`` tries others."""
    install(session, *workspace(), tools=("tests",))
    with ExitStack() as servers:
        url = os.environ.get("INVOKEAI_URL") or servers.enter_context(embedded_server(session))
        session.run("python", "tests/fuzz/run.py", *session.posargs, env={"INVOKEAI_URL": url})


@nox.session
def live(session: nox.Session) -> None:
    """Run the live suite against a real InvokeAI at INVOKEAI_URL."""
    if not os.environ.get("INVOKEAI_URL"):
        session.error("Set INVOKEAI_URL to the address of a real InvokeAI.")
    install(session, *workspace(), tools=("all-tests",))
    session.run("pytest", "-m", "live", *session.posargs)


@nox.session
def wheels(session: nox.Session) -> None:
    """Build a wheel of every distribution, and install the embedded server from its own."""
    install(session, tools=("build",))
    shutil.rmtree(WHEELS, ignore_errors=True)
    for part in PARTS:
        session.run("python", "-m", "build", "-nw", f"packages/{part}", "-o", str(WHEELS), silent=True)
    install(session, *built_wheels(), "ivk-devserver")


@nox.session(requires=["wheels"])
@nox.parametrize("part", list(TESTS_OF), ids=list(TESTS_OF))
def parts(session: nox.Session, part: str) -> None:
    """Install a distribution alone, from its wheel, and run those of its tests that need no more.

    The server runs in another environment, so that its dependencies cannot hide one that is not declared.
    """
    install(session, *built_wheels(), part, *LIBRARIES_OF.get(part, []), tools=("tests",))
    server_python = ROOT / ".nox" / "wheels" / "bin" / "python"
    session.run(
        "pytest",
        "-rs",
        f"tests/{TESTS_OF[part]}",
        *session.posargs,
        env={"IVK_DEVSERVER_PYTHON": str(server_python)},
    )


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the test-suite with the lowest versions that the distributions allow, on the oldest Python."""
    allowed = {name for part in PARTS for name in declared_by(part)}
    # pytest is a tool, and an extra of the embedded server: here its lowest version is meant.
    pins = ROOT / ".nox" / "tools-of-lowest.txt"
    lines = (ROOT / LOCK).read_text(encoding="utf-8").splitlines()
    pins.write_text("\n".join(line for line in lines if name_of(line) not in allowed), encoding="utf-8")
    # Without pandas, which asks for a newer numpy than the distributions do.
    tools = ("tests", "examples", "lint")
    install(session, "--resolution", "lowest-direct", *workspace(), tools=tools, pins=str(pins))
    session.run("uv", "pip", "freeze")
    session.run("pytest", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of all packages, and the types of the public API in tests/typing."""
    install(session, *workspace(), tools=("types",))
    for part in PARTS:
        session.run("mypy", "--strict", f"packages/{part}/src")
    session.run("mypy", "--strict", "tests/typing")
    session.run("pyright")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting, and that blocking modules are what is made of the asynchronous ones."""
    install(session, tools=("lint",))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("python", "scripts/make_blocking.py", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken link or reference is an error."""
    install(session, *workspace(), tools=("docs",))
    session.run("mkdocs", "build", "--strict", "--site-dir", "build/site", env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def examples(session: nox.Session) -> None:
    """Run every example, on the embedded server or on INVOKEAI_URL."""
    install(session, *workspace(), tools=("examples",))
    with ExitStack() as servers:
        url = os.environ.get("INVOKEAI_URL") or servers.enter_context(embedded_server(session))
        for example in sorted((ROOT / "examples").glob("*.py")):
            environment = {"INVOKEAI_URL": url, "IVK_OUTPUT": session.create_tmp()}
            session.run("python", str(example), env=environment)


@contextmanager
def embedded_server(session: nox.Session) -> Iterator[str]:
    """Serve an embedded server in the environment of a session, and yield its address."""
    command = [str(Path(session.bin) / "python"), "-m", "ivk_devserver", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline().strip().removeprefix("export INVOKEAI_URL=")
        finally:
            process.terminate()


@nox.session
def bench(session: nox.Session) -> None:
    """Measure, side by side in one run, and print ratios."""
    # With pip they fetch the client that they compare with.
    install(session, *workspace(), "pip", tools=("all-tests",))
    for benchmark in sorted((ROOT / "tests" / "bench").glob("bench_*.py")):
        session.run("python", str(benchmark), *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build wheel and source archive of every distribution into dist/, and check them."""
    install(session, tools=("build",))
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    for part in PARTS:
        session.run("python", "-m", "build", "--no-isolation", f"packages/{part}", "-o", "dist", silent=True)
    session.run("twine", "check", "--strict", *[str(file) for file in sorted((ROOT / "dist").glob("*"))])


@nox.session
def changelog(session: nox.Session) -> None:
    """Print what changelog.d/ adds to the changelog; a fragment with a wrong name is an error.

    ``-- --version 2.0.0`` writes it into CHANGELOG.md and removes the fragments.
    """
    install(session, tools=("changelog",))
    session.run("towncrier", "build", *(session.posargs or ["--draft", "--version", "unreleased"]))


@nox.session
def lock(session: nox.Session) -> None:
    """Renew the pinned versions of the tools, or only some: ``-- --upgrade-package ruff``."""
    groups = PYPROJECT["dependency-groups"]
    tools = {name_of(tool) for tool in nox.project.dependency_groups(PYPROJECT, *groups)}
    install(session, tools=("dev",))
    distributions = ".nox/distributions.txt"
    lines = [f"-e {path}" for path in workspace() if path != "-e"]
    (ROOT / distributions).write_text("\n".join(lines), encoding="utf-8")
    resolve = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11", distributions]
    # What the distributions depend on is resolved together with the tools, so that both fit into one
    # environment, and is not pinned, so that the tests run with its new releases.
    found = session.run(*resolve, "--no-header", "--no-annotate", silent=True).splitlines()
    unpinned = sorted({name_of(line.removeprefix("-e packages/")) for line in found} - tools)
    session.run(
        *resolve,
        *(argument for group in groups for argument in ("--group", group)),
        *(argument for name in unpinned for argument in ("--no-emit-package", name)),
        *(session.posargs or ["--upgrade"]),
        *("--custom-compile-command", "scripts/nox -s lock"),
        *("--output-file", LOCK),
        silent=True,
        log=False,
    )
