"""Write every table of docs/performance.md anew, by the commands that stand in it.

    python -m bench.page [--list]

Run it on a machine that does nothing else; it takes a while.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys

from bench.measuring import PAGE, ROOT

_COMMAND = re.compile(r"^python (-m bench\..* --write-docs)$", re.MULTILINE)


def main() -> None:
    """Run one command after the other, or list them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="only say which commands these are")
    options = parser.parse_args()
    for words in _COMMAND.findall(PAGE.read_text("utf-8")):
        print(f"python {words}", flush=True)
        if not options.list:
            subprocess.run([sys.executable, *shlex.split(words)], cwd=ROOT, check=True)  # noqa: S603 -- our own commands


if __name__ == "__main__":
    main()
