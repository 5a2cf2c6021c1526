"""Write a file, or several that belong together, whole or not at all, so that nobody ever reads half of one.

What is written goes to a temporary place in the same folder first, and takes its own place in a single step once it is
complete. Several files are complete together in a folder of their own, and one renaming of that folder decides: before
it, all is as it was; after it, whoever next reads or writes the folder finishes what is left of moving them, should
the writer have died over it.
"""

from learnperf.atomic.file import write_atomically
from learnperf.atomic.folder import finish_writing, made_folder, write_together
from learnperf.atomic.leftovers import is_passing

__all__ = ["finish_writing", "is_passing", "made_folder", "write_atomically", "write_together"]
