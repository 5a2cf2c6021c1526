"""Importing learnperf is light: names are looked up when they are used, and nothing comes along that is not."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import learnperf

FACE = Path(learnperf.__file__)
# numbers, graphs, frames, files, charts and test tools: each only where it is used
NUMBERS = {"numpy", "scipy"}
FRAMES = {"duckdb", "narwhals", "pandas", "polars", "pyarrow", "pyspark"}
HEAVY = {"attr", "attrs", "cattrs", "click", "hypothesis", "jinja2", "networkx", "plotly", "rich", *NUMBERS, *FRAMES}


def said(program: str) -> list[str]:
    """Give the words that a program prints in a process of its own."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- programs of this file
    return done.stdout.split()


def loaded(program: str) -> set[str]:
    """Give the heavy packages that a program has loaded in the end."""
    return HEAVY & set(said(f"import sys\n{program}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"))


def test_importing_learnperf_loads_nothing_else() -> None:
    assert loaded("import learnperf") == set()


def test_an_organization_needs_neither_arrays_nor_graphs() -> None:
    program = "import learnperf as lp; lp.Organization.of(units=[lp.Unit('MOF')])"
    assert loaded(program) == {"attr", "attrs"}


def test_looking_every_name_up_needs_neither_matrices_nor_frames_nor_graphs() -> None:
    program = "import learnperf; [getattr(learnperf, name) for name in learnperf.__all__]"
    assert loaded(program) == {"attr", "attrs", "cattrs", "numpy"}


def test_counting_needs_no_frames_no_graphs_and_no_files() -> None:
    program = "import learnperf as lp; lp.rollup(lp.Organization.of(units=[lp.Unit('MOF')]))"
    assert loaded(program) <= {"attr", "attrs", *NUMBERS}


def test_reading_rows_needs_no_frames_and_no_graphs() -> None:
    program = "import learnperf as lp; lp.read_tables({'units': [{'id': 'MOF'}]})"
    assert loaded(program) <= {"attr", "attrs", "cattrs", *NUMBERS}


def test_a_graph_is_had_where_it_is_asked_for() -> None:
    program = "import learnperf as lp; lp.Organization.of(units=[lp.Unit('MOF')]).structure"
    assert "networkx" in loaded(program)


def test_type_checkers_see_every_name_where_it_is_looked_up() -> None:
    """The imports for type checkers, the table for programs and the list of names say the same."""
    homes = {
        alias.name: node.module
        for node in ast.walk(ast.parse(FACE.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.startswith("learnperf.")
        for alias in node.names
    }
    assert vars(learnperf)["_HOME_OF"] == homes
    assert set(learnperf.__all__) == {*homes, "__version__"}


def test_every_name_is_listed_before_it_is_used() -> None:
    assert set(learnperf.__all__) <= set(dir(learnperf))
    assert set(learnperf.__all__) <= set(said("import learnperf; print(*dir(learnperf))"))


def test_a_name_is_looked_up_once() -> None:
    namespace = vars(learnperf)
    namespace.pop("Organization", None)
    first = learnperf.Organization
    assert namespace["Organization"] is first


def test_everything_can_be_imported_at_once() -> None:
    program = "from learnperf import *; print(Organization.__name__, rollup.__name__, LIKERT_5)"
    assert said(program) == ["Organization", "rollup", "1..5", "by", "1"]


def test_the_function_keeps_its_name_from_the_package() -> None:
    program = "import learnperf as lp, learnperf.rollup.plan, learnperf.rollup; lp.Counting; print(lp.rollup.__name__)"
    assert said(program) == ["rollup"]


def test_a_name_that_does_not_exist_is_said_so() -> None:
    name = "Organisation"
    with pytest.raises(AttributeError, match="module 'learnperf' has no attribute 'Organisation'") as caught:
        getattr(learnperf, name)
    assert (caught.value.name, caught.value.obj) == (name, learnperf)
