"""The processes of a server that a test has started, as Linux tells of them."""

import os
from pathlib import Path


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += [int(folder.name)] if int(fields[1]) == parent else []
    return found


def workers() -> list[int]:
    """The processes that serve: of those that a server of ours has started the ones that listen."""
    grown = [process for server in children(os.getpid()) for process in children(server)]
    return [process for process in grown if b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()]


def memory_of(process: int) -> int:
    """Bytes of memory that a process has for itself, and its part of what it shares (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
