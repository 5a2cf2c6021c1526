"""What the README of this folder says is guarded, and nothing else."""

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
README = (HERE / "README.md").read_text(encoding="utf-8")
CASES = {
    int(case): file for case, file in re.findall(r"^\| (\d+) \|.*\| (?:`(test_\w+\.py)`|.*) \|$", README, re.MULTILINE)
}


def test_every_case_from_elsewhere_has_a_row_with_the_file_that_guards_it() -> None:
    assert sorted(CASES) == list(range(1, 18))
    waiting = {case for case, file in CASES.items() if not file}
    # the two about what may be shown come with the feature that withholds readings
    assert waiting == {7, 8}


@pytest.mark.parametrize("file", sorted(set(CASES.values()) - {""}))
def test_a_file_says_itself_which_cases_it_guards(file: str) -> None:
    said = (ast.get_docstring(ast.parse((HERE / file).read_text(encoding="utf-8"))) or "").partition(":")[0]
    assert re.match("Cases? ", said)
    assert sorted(int(number) for number in re.findall(r"\d+", said)) == [
        case for case, guard in sorted(CASES.items()) if guard == file
    ]


def test_every_file_here_stands_in_the_readme() -> None:
    named = set(re.findall(r"`(test_\w+\.py)`", README))
    assert named == {one.name for one in HERE.glob("test_*.py")}


def test_every_wrong_number_of_learnperf_stands_in_the_readme() -> None:
    module = ast.parse((HERE / "test_found_in_learnperf.py").read_text(encoding="utf-8"))
    tests = {one.name for one in module.body if isinstance(one, ast.FunctionDef)}
    assert set(re.findall(r"`(test_\w+)`", README)) == tests
