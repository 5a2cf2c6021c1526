"""The inputs kept for the fuzz targets hold every invariant; those that once broke one among them."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from learnperf.model.collection import Evidence

ROOT = Path(__file__).parents[1]
KEPT = sorted(path for path in (ROOT / "fuzz" / "corpus").glob("*/*"))


def _of_fuzz(name: str) -> Any:  # noqa: ANN401 -- a module that only a run from the root can import
    return importlib.import_module(f"fuzz.{name}")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name} {path.name}")
def test_a_kept_input_holds_every_invariant(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(os, "fsync", lambda _: None)
    could_be_read = _of_fuzz("targets").TARGETS[path.parent.name](path.read_bytes())
    assert could_be_read is (path.name not in UNREADABLE)


# what is refused whole: an error of ours, the same twice
UNREADABLE = {"cycle", "not-utf-8", "utf-16", "rows-many-times", "slips"}


def test_an_invariant_that_is_broken_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    invariants, targets = _of_fuzz("invariants"), _of_fuzz("targets")
    save = invariants.save
    nothing = Evidence.of(())
    monkeypatch.setattr(invariants, "save", lambda found, _, folder, **more: save(found, nothing, folder, **more))
    with pytest.raises(AssertionError, match="what was kept is other when read again"):
        targets.of_csv(b"=== publications.csv\nid,on,unit\nn1,2026-01-01,DJP\n")


def test_without_atheris_the_kept_inputs_are_run_and_it_is_said() -> None:
    hidden = "import sys; sys.modules['atheris'] = None; sys.argv = ['fuzz', 'mapping', '--seconds', '1']; "
    code = f"{hidden}import runpy; runpy.run_module('fuzz', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- our own command
    assert done.returncode == 0, done.stderr
    assert "mapping: 4 kept inputs run" in done.stdout
    assert "atheris is not installed" in done.stdout
