"""Run a target on the kept inputs, then on what atheris makes of them: ``python -m fuzz csv --seconds 600``.

Without atheris only the kept inputs are run, and it says so. An input that breaks an invariant is written as
``crash-...`` where ``--found`` says; once mended, it is kept in ``fuzz/corpus``, its name saying what it is about.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

CORPUS = Path(__file__).parent / "corpus"
TARGETS = ("csv", "jsonl", "mapping")
# bytes of an input: a folder of a few files fits, and a run stays at hundreds of inputs a second
LONGEST = 4096
# seconds that one input may take, and megabytes of memory
SLOWEST, LARGEST = 10, 2048


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz the readers of learnperf.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600, help="for how long atheris makes inputs (600)")
    parser.add_argument("--seed", type=int, default=0, help="where chance starts; 0, as it happens")
    parser.add_argument("--found", type=Path, help="a folder that keeps new inputs that reach new code, and crashes")
    chosen = parser.parse_args()
    with TemporaryDirectory() as place:
        found = chosen.found or Path(place)
        found.mkdir(parents=True, exist_ok=True)
        try:
            import atheris  # noqa: F401, PLC0415 - not to be had everywhere
        except ImportError:
            _replay(chosen.target)
            sys.stdout.write("atheris is not installed: only the kept inputs were run\n")
        else:
            _fuzz(chosen.target, chosen.seconds, chosen.seed, found)


def _replay(target: str) -> None:
    from fuzz.targets import TARGETS as BY_NAME  # noqa: PLC0415 - a run with atheris must import learnperf its own way

    kept = sorted((CORPUS / target).iterdir())
    for path in kept:
        BY_NAME[target](path.read_bytes())
    sys.stdout.write(f"{target}: {len(kept)} kept inputs run\n")


def _fuzz(target: str, seconds: int, seed: int, found: Path) -> None:
    import atheris  # noqa: PLC0415 - not to be had everywhere

    # what is imported here is watched for the branches that an input reaches
    with atheris.instrument_imports(include=["learnperf"]):
        from fuzz.quick import hurry  # noqa: PLC0415 - as said above
        from fuzz.targets import TARGETS as BY_NAME  # noqa: PLC0415 - as said above

    hurry()
    run = BY_NAME[target]

    def one(data: bytes) -> None:
        run(data)

    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={LARGEST}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
        str(found),
        str(CORPUS / target),
    ]
    atheris.Setup(["fuzz", *options], one)
    # ends the process
    atheris.Fuzz()


if __name__ == "__main__":
    main()
