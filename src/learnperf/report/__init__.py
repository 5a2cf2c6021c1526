"""The report: one HTML file that shows, explains and accounts for a rollup, and its readings as files.

Importing it needs the extras ``report`` (Jinja2, plotly) and ``files`` (pyarrow).
"""

from learnperf.report.reading import ReadReport
from learnperf.report.writing import write_report

__all__ = ["ReadReport", "write_report"]
