"""Wide tables as systems export them: a mapping file says which column means what.

A row of such a table makes several native rows, of learners, placements, evaluations and so on, which then go through
the same conversion and checks as any others. How to write a mapping file is told in examples/README.md.
"""

from __future__ import annotations

from learnperf.io.mapping.reading import MAPPING_NAME, read_mapping
from learnperf.io.mapping.settings import MappingFile
from learnperf.io.mapping.stream import mapped_rows

__all__ = ["MAPPING_NAME", "MappingFile", "mapped_rows", "read_mapping"]
