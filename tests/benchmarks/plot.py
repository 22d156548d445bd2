"""Draws the results: python plot.py RESULTS.json OUT.svg"""

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "benchmarks"
import matplotlib.pyplot as plt  # noqa: E402  (the backend comes first)

COLOURS = ["#0b5394", "#3d85c6", "#9fc5e8", "#999999", "#e69138", "#a64d79", "#d5a6bd"]


def draw(results: dict, out: Path) -> None:
    """One panel a case: requests per second of each peer at the largest size, on a logarithmic scale."""
    size, measured = max(results["sizes"].items(), key=lambda item: int(item[0]))
    figure, panels = plt.subplots(2, 3, figsize=(12, 6.5), layout="constrained")
    for panel, (case, title) in zip(panels.flat, results["cases"].items(), strict=True):
        bars = [
            (peer["peer"], peer["measures"][case]["per_second"], colour)
            for peer, colour in zip(measured, COLOURS, strict=True)
            if case in peer["measures"]
        ]
        names, speeds, colours = zip(*reversed(bars), strict=True)
        drawn = panel.barh(names, speeds, color=colours, log=True)
        panel.bar_label(drawn, [f"{speed:,.0f}" if speed >= 10 else f"{speed:.1f}" for speed in speeds], padding=3)
        panel.set_title(title + (", rows per second" if case == "csv" else ""), fontsize=10)
        panel.spines[["top", "right"]].set_visible(False)
        panel.margins(x=0.25)
    figure.suptitle(f"Requests per second at {int(size):,} rows (logarithmic; more is better)")
    figure.savefig(out, metadata={"Date": None})


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
