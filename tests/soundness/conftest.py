"""Every wrong answer is looked for in both engines: the fast one, and the plain one that it is held to."""

from __future__ import annotations

import pytest

import learnperf as lp

_rollup = lp.rollup


@pytest.fixture(autouse=True, params=["memory", "naive"])
def _engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    def rollup(*given: object, **asked: object) -> lp.Rollup:
        return _rollup(*given, **{"engine": request.param, **asked})  # type: ignore[arg-type]  # as the test has them

    monkeypatch.setattr(lp, "rollup", rollup)
