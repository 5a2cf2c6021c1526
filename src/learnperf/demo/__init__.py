"""An invented ministry to try things on: 2,000 people, two years of evidence, and rows that are bad on purpose."""

from __future__ import annotations

from learnperf.demo.folder import BadRow, write_demo
from learnperf.demo.ministry import make_demo

__all__ = ["BadRow", "make_demo", "write_demo"]
