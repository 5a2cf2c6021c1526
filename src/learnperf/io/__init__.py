"""Files and rows in, and out again: nothing lost, every row accounted for."""

from learnperf.io.assemble import read_tables
from learnperf.io.folder import load
from learnperf.io.loaded import Loaded
from learnperf.io.report import Caution, ReadReport, Rejected, TableCount
from learnperf.io.saving import save
from learnperf.io.tables import data_package

__all__ = ["Caution", "Loaded", "ReadReport", "Rejected", "TableCount", "data_package", "load", "read_tables", "save"]
