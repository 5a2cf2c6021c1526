"""Nothing in learnperf can run what a file says, reach a network or start a program: read off its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import learnperf

SOURCE = Path(learnperf.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))

# what turns bytes into running code
UNPICKLING = {"cPickle", "cloudpickle", "code", "codeop", "dill", "joblib", "marshal", "pickle", "runpy", "shelve"}
NETWORK = {"aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"}
NETWORK |= {"socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "xmlrpc"}
PROGRAMS = {"_posixsubprocess", "cffi", "ctypes", "multiprocessing", "pexpect", "pty", "subprocess"}
FORBIDDEN = UNPICKLING | NETWORK | PROGRAMS
CALLS = {"__import__", "compile", "eval", "exec", "execfile"}
# methods of other packages that evaluate text, unpickle, or start a program
METHODS = {"eval", "popen", "query_eval", "read_html", "read_pickle", "system", "to_pickle", "fromfile", "loadtxt"}
METHODS |= {"execl", "execv", "execve", "execvp", "fork", "forkpty", "posix_spawn", "spawnl", "spawnv", "startfile"}
# a module looked up by a name that the program makes up; the face of the package looks up its own, from its own table
BY_NAME = {"import_module"}
MAY_LOOK_UP = {"__init__.py"}


def _named(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def offences(tree: ast.Module, *, may_look_up: bool = False) -> Iterator[str]:
    """Give what a module does that it may not, with its line."""
    for node in ast.walk(tree):
        for name in _imported(node):
            if name.partition(".")[0] in FORBIDDEN:
                yield f"line {node.lineno}: imports {name}"  # type: ignore[attr-defined]  # an import has a line
        if isinstance(node, ast.Call):
            yield from _call(node, may_look_up=may_look_up)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


def _call(node: ast.Call, *, may_look_up: bool) -> Iterator[str]:
    function = node.func
    if isinstance(function, ast.Name):
        name, forbidden = function.id, CALLS
    elif isinstance(function, ast.Attribute):
        name, forbidden = function.attr, METHODS
    else:
        return
    if name in forbidden or (name in BY_NAME and not may_look_up):
        yield f"line {node.lineno}: calls {name}"
    for keyword in node.keywords:
        # numpy's way of letting a file bring its own classes, and a shell's of letting a word bring its own commands
        if keyword.arg in {"allow_pickle", "shell"}:
            yield f"line {node.lineno}: passes {keyword.arg}"


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_no_module_unpickles_evaluates_dials_out_or_starts_a_program(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"), path)
    assert list(offences(tree, may_look_up=_named(path) in MAY_LOOK_UP)) == []


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from urllib.request import urlopen",
        "def f():\n    import subprocess",
        "eval('1')",
        "exec(text)",
        "os.system('ls')",
        "np.load(path, allow_pickle=True)",
        "frame.eval('a + b')",
        "importlib.import_module(name)",
        "__import__('os')",
    ],
)
def test_each_way_of_running_what_a_file_says_would_be_seen(text: str) -> None:
    assert list(offences(ast.parse(text))) != []


def test_a_template_of_the_report_escapes_by_itself() -> None:
    """No template and no module switches escaping off."""
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.j2"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.jinja")]
    words = ("autoescape=False", "autoescape false", "|safe", "| safe")
    assert [(path.name, word) for path in files for word in words if word in path.read_text("utf-8")] == []
