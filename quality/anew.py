"""Plug-in of pytest: imports one module of learnperf with a mutant in it, for changes that a fork cannot take over."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType

import quality.examples  # noqa: F401  # registers the profile


class _Changed(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  # the loader's own signature
        return compile(Path(os.environ["LEARNPERF_MUTANT"]).read_text(), self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        if fullname != os.environ["LEARNPERF_MUTATED"]:
            return None
        file = os.environ["LEARNPERF_MUTATED_FILE"]
        return importlib.util.spec_from_file_location(fullname, file, loader=_Changed(fullname, file))


if "LEARNPERF_MUTANT" in os.environ:
    sys.meta_path.insert(0, _Finder())
