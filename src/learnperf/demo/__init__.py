"""An invented ministry to try things on: 2,000 people, two years of evidence, and rows that are bad on purpose."""

from __future__ import annotations

from learnperf.demo.folder import BadRow, refuse_other_files, write_demo
from learnperf.demo.ministry import make_demo
from learnperf.demo.small import Small, small_demo

__all__ = ["BadRow", "Small", "make_demo", "refuse_other_files", "small_demo", "write_demo"]
