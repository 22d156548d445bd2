"""One run, one table: `python -m tests.benchmarks --data FILE`; writes docs/benchmarks.md and docs/benchmarks.svg."""

import argparse
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import orjson

from tests.benchmarks.cases import peers
from tests.benchmarks.databases import ROOT, Databases, make_databases
from tests.benchmarks.load import CONNECTIONS
from tests.benchmarks.questions import ask_all
from tests.benchmarks.report import lines_of, page_of, plain, table

FOLDER = ROOT / "var" / "bench"


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the dataset of training activities, gzipped")
    parser.add_argument("--seconds", type=int, default=5, help="how long each case is asked")
    parser.add_argument("--environment", type=Path, required=True, help="where Datasette and matplotlib are installed")
    parser.add_argument("--questions", action="store_true", help="ask the questions at the most rows, and no more")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder for the page and the plot")
    return parser.parse_args()


def measure(databases: Databases, datasette: Path, seconds: int) -> list:
    """All peers at one size, one after the other."""
    results = []
    for peer in peers(databases, datasette, FOLDER / "bodies"):
        print(f"{databases.rows:,} rows: {peer.name} ...", flush=True)
        results.append(peer.measure(seconds))
    return results


def main() -> None:
    """Measure, and write the page."""
    options = arguments()
    if shutil.which("wrk") is None:
        sys.exit("make bench needs wrk (Debian, Ubuntu: apt-get install wrk).")
    sizes = make_databases(options.data, FOLDER)
    datasette = options.environment / "bin" / "datasette"
    times = ask_all(sizes[-1], datasette, options.seconds)
    print(table(lines_of(times)), flush=True)
    if options.questions:
        return
    results = {databases.rows: measure(databases, datasette, options.seconds) for databases in sizes}
    facts = {
        "date": date.today().isoformat(),
        "processors": os.cpu_count(),
        "seconds": options.seconds,
        "connections": CONNECTIONS,
    }
    (FOLDER / "results.json").write_bytes(orjson.dumps(plain(results), option=orjson.OPT_NON_STR_KEYS))
    (options.out / "benchmarks.md").write_text(page_of(results, times, facts))
    plot = [str(options.environment / "bin" / "python"), str(Path(__file__).with_name("plot.py"))]
    subprocess.run([*plot, str(FOLDER / "results.json"), str(options.out / "benchmarks.svg")], check=True)


if __name__ == "__main__":
    main()
