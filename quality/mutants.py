"""Mutants of a module: what mutmut's operators make of the code of its functions.

mutmut changes; here is only what may be changed, and where. In scope is the code of functions and methods. Out of scope
are annotations, decorators, defaults, imports and all that stands outside functions: declarations of metrics, texts and
tables are data, which tests of the catalogue read. Sentences for people (strings with a space in them, and those put
together) are left out, and so is a change of letters from small to capital, which says no more than another change of
the same string.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import libcst as cst
from attrs import frozen
from libcst.metadata import ByteSpanPositionProvider, CodeRange, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "learnperf"
PACKAGES = ("model", "metrics", "rollup")
SENTENCES = {"label", "labels", "meaning", "question", "formula", "example", "source"}


@frozen
class Mutant:
    """One change of one place of a module."""

    path: str
    function: str
    operator: str
    lines: tuple[int, int]
    span: tuple[int, int]
    new: str
    name: str

    def source(self) -> str:
        """Give the whole module with the change."""
        return spliced((PACKAGE / self.path).read_bytes(), self.span, self.new)


def spliced(source: bytes, span: tuple[int, int], new: str) -> str:
    """Put new text in place of a span of bytes."""
    return (source[: span[0]] + new.encode() + source[span[1] :]).decode()


def modules(names: Iterable[str] = PACKAGES) -> list[str]:
    """Give the paths of modules, such as `rollup/flow.py`; a package stands for all that is in it."""
    found: list[str] = []
    for name in names:
        place = PACKAGE / name
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        found += [file.relative_to(PACKAGE).as_posix() for file in files if file.name != "__init__.py"]
    return found


def mutants_of(path: str) -> list[Mutant]:
    """Give the mutants of a module, in the order of their places."""
    source = (PACKAGE / path).read_bytes()
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Places(wrapper)
    wrapper.visit(visitor)
    named: Counter[str] = Counter()
    seen: set[str] = set()
    found: list[Mutant] = []
    for function, operator, lines, span, new in visitor.changes:
        text = spliced(source, span, new)
        if text in seen:
            continue
        seen.add(text)
        name = f"{path} {function}: {_difference(source.decode(), text)}"
        named[name] += 1
        numbered = name if named[name] == 1 else f"{name} #{named[name]}"
        found.append(Mutant(path, function, operator, lines, span, new, numbered))
    return found


def _difference(before: str, after: str) -> str:
    """Give the first line that differs, before and after."""
    lines = before.splitlines(), after.splitlines()
    at = next((at for at, (one, other) in enumerate(zip(*lines, strict=False)) if one != other), None)
    if at is None:
        at = min(map(len, lines)) - 1
    return " => ".join(text[at].strip() for text in lines)


class _Places(cst.CSTVisitor):
    """Walks a module and notes each change that an operator makes inside a function."""

    def __init__(self, wrapper: MetadataWrapper) -> None:
        self._module = wrapper.module
        self._source = wrapper.module.bytes
        self._spans = wrapper.resolve(ByteSpanPositionProvider)
        self._ranges = wrapper.resolve(PositionProvider)
        self._inside: list[str] = []
        self._functions = 0
        self._statement: list[CodeRange] = []
        self.changes: list[tuple[str, str, tuple[int, int], tuple[int, int], str]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Note the changes of a node, and say whether those inside it are wanted."""
        if _is_out_of_scope(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._inside.append(node.name.value)
            self._functions += isinstance(node, cst.FunctionDef)
        if isinstance(node, cst.SimpleStatementLine):
            self._statement.append(self._ranges[node])
        if self._functions:
            self.changes += self._changes_of(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        """Forget where we were."""
        if _is_out_of_scope(original_node):
            return
        if isinstance(original_node, cst.SimpleStatementLine):
            self._statement.pop()
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef):
            self._inside.pop()
            self._functions -= isinstance(original_node, cst.FunctionDef)

    def _changes_of(self, node: cst.CSTNode) -> Iterator[tuple[str, str, tuple[int, int], tuple[int, int], str]]:
        for kind, operator in mutation_operators:
            if not isinstance(node, kind):
                continue
            changed = list(operator(node))
            if operator.__name__ == "operator_string":
                changed = changed[:1]
            if operator.__name__ == "operator_arg_removal":
                changed = [new for new in changed if not _is_text(_argument_changed(node, new))]
            for new in changed:
                span, lines = self._spans[node], self._statement[-1] if self._statement else self._ranges[node]
                yield (
                    ".".join(self._inside),
                    operator.__name__.removeprefix("operator_"),
                    (lines.start.line, lines.end.line),
                    (span.start, span.start + span.length),
                    self._text(node, new),
                )

    def _text(self, old: cst.CSTNode, new: cst.CSTNode) -> str:
        # the span of a node leaves out the brackets around it, so its new text must too
        if getattr(old, "lpar", ()) and getattr(new, "lpar", ()) == getattr(old, "lpar", ()):
            new = new.with_changes(lpar=(), rpar=())
        span = self._spans[old]
        before = self._source[span.start : span.start + span.length].decode()
        return before[: len(before) - len(before.lstrip())] + self._module.code_for_node(new).strip()


def _argument_changed(old: cst.Call, new: cst.Call) -> cst.BaseExpression:
    """Give the argument that a changed call lacks."""
    after = [arg.value for arg in new.args]
    pairs = zip(old.args, [*after, None], strict=False)
    return next(arg.value for arg, other in pairs if arg.value is not other)


def _is_text(node: cst.CSTNode) -> bool:
    """Tell a sentence for people."""
    sentence = isinstance(node, cst.SimpleString) and " " in node.value
    return sentence or isinstance(node, cst.FormattedString | cst.ConcatenatedString)


def _is_out_of_scope(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom | cst.Parameters):
        return True
    if isinstance(node, cst.SimpleString):
        return " " in node.value or node.value.startswith(('"""', "'''"))
    if isinstance(node, cst.Arg):
        return node.keyword is not None and node.keyword.value in SENTENCES
    # what cast names is for type checkers
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "cast"
