"""Any workflow file compiles or is refused with an error of ours, with little time and little memory."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))


def test_only_our_errors_or_a_body_come_of_mutated_files(embedded_url: str) -> None:
    from run import faults, tried

    outcomes = tried(embedded_url, 0, 300)

    assert faults(outcomes) == ""
    counts = Counter(outcome["outcome"] for outcome in outcomes)
    assert sum(counts.values()) == 300
    assert min(counts["body"], counts["refused"]) > 50, counts


@pytest.mark.parametrize("fault", ["{}['missing']", "None.missing", "1 / 0"])
def test_another_error_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    import mutations
    import trial

    monkeypatch.setattr(trial, "use", lambda *_: eval(fault))
    found = trial.outcome(None, 1, mutations.originals(), tmp_path)
    assert found["outcome"] == "fault"


def test_work_without_end_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mutations
    import trial

    def endless(*_: Any) -> None:
        while True:
            pass

    monkeypatch.setattr(trial, "SECONDS", 0.2)
    monkeypatch.setattr(trial, "use", endless)
    found = trial.outcome(None, 1, mutations.originals(), tmp_path)
    assert (found["outcome"], found["error"]) == ("fault", "TooSlowError()")


def test_much_memory_is_a_fault(tmp_path: Path) -> None:
    program = f"""
import sys; sys.path.insert(0, {str(FOLDER)!r})
import mutations, pathlib, trial
trial.limit_memory()
trial.use = lambda *_: list(range(10**9))
print(trial.outcome(None, 1, mutations.originals(), pathlib.Path({str(tmp_path)!r}))["error"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "MemoryError()", done.stderr


def test_a_process_that_ends_too_early_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import run

    stopping = tmp_path / "trial.py"
    stopping.write_text(
        "import json, os, sys\n"
        "for seed in range(int(sys.argv[2]), int(sys.argv[2]) + int(sys.argv[3])):\n"
        "    if seed == 2: os.abort()\n"
        "    print(json.dumps({'seed': seed, 'outcome': 'body'}), flush=True)\n"
    )
    monkeypatch.setattr(run, "TRIAL", stopping)
    outcomes = run.tried("", 0, 5)
    assert [outcome["outcome"] for outcome in outcomes] == ["body", "body", "fault", "body", "body"]


def test_a_seed_always_makes_the_same_file() -> None:
    from mutations import mutated, originals

    assert mutated(7, originals()) == mutated(7, originals())
    assert len({mutated(seed, originals())[1] for seed in range(50)}) == 50
