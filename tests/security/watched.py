"""Run everything that reads and writes, in a process of its own, and say what it did to the machine.

Python tells an audit hook of every file opened, moved or removed, every socket and every program started. A hook cannot
be taken away again, so the process is not the one of the tests. Files that other languages open are not told of, which
is why the tests look at the folders afterwards, too.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

# events that change a file or a folder, and which of their arguments are paths
CHANGES = {
    "os.chmod": (0,),
    "os.chown": (0,),
    "os.link": (0, 1),
    "os.mkdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.rmdir": (0,),
    "os.symlink": (0, 1),
    "os.truncate": (0,),
    "os.utime": (0,),
    "shutil.copyfile": (1,),
    "shutil.copymode": (1,),
    "shutil.copystat": (1,),
    "shutil.move": (0, 1),
    "shutil.rmtree": (0,),
    "tempfile.mkdtemp": (0,),
    "tempfile.mkstemp": (0,),
}
REACHING_OUT = ("ftplib.", "http.", "imaplib.", "poplib.", "smtplib.", "socket.", "urllib.", "webbrowser.")
PROGRAMS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn")
UNPICKLING = ("pickle.find_class",)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

seen: list[tuple[str, str]] = []


def hook(event: str, arguments: tuple[object, ...]) -> None:
    """Keep what an event says, where it is one to keep."""
    if event == "open":
        path, mode, flags = arguments
        # a number is a file already open
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & WRITING)
        if writes and not isinstance(path, int):
            seen.append(("write", os.fsdecode(path)))  # type: ignore[arg-type]  # a path, as the event promises
    elif event in CHANGES:
        places = [arguments[place] for place in CHANGES[event]]
        seen.extend(("write", os.fsdecode(one)) for one in places if isinstance(one, str | bytes | os.PathLike))
    elif event.startswith((*REACHING_OUT, *PROGRAMS, *UNPICKLING, "subprocess.")):
        seen.append((event, repr(arguments)))


def work(out: Path) -> None:
    """Make the demo, check and report it by the command; load, roll up, save, go on, and write by the library."""
    import learnperf as lp  # noqa: PLC0415 -- what importing does is watched, too
    from learnperf.cli.running import run  # noqa: PLC0415 -- as above
    from learnperf.report import write_report  # noqa: PLC0415 -- as above

    demo = out / "demo"
    codes = [
        run(["demo", "--into", str(demo), "--learners", "200"]),
        run(["check", str(demo), "--rejects", str(out / "rejects.csv")]),
        run(["report", str(demo), "--metric", "publication.count", "--out", str(out / "page" / "report.html")]),
        run(["metrics", "kirkpatrick.behaviour"]),
        run(["schema"]),
    ]
    data = lp.load(demo)
    metrics = lp.catalogue("publication.count")
    result = lp.rollup(data, metrics=metrics)
    result.save(out / "all.states")
    lp.rollup(data.organization, lp.Evidence.of(()), metrics, onto=lp.load_states(out / "all.states"))
    for format_ in ("csv", "jsonl", "parquet"):
        lp.save(data.organization, data.evidence, out / format_, format=format_)
        lp.load(out / format_)
    (out / "second").mkdir()
    write_report(result, out / "second" / "report.html")
    print(json.dumps({"codes": codes, "seen": seen}), file=sys.__stderr__)


if __name__ == "__main__":
    sys.addaudithook(hook)
    # files that Python itself keeps of what it has compiled are nobody's data
    sys.dont_write_bytecode = True
    work(Path(sys.argv[1]))
