"""`python -m tests.bench`: what our work costs beside what others need for the same.

Everything is measured in one run, in turns, on the machine at hand: read the ratios, not the
milliseconds. With DATABASE_URL the web part runs on PostgreSQL, else on SQLite.
"""

import os
import platform
import sqlite3
import tempfile
from importlib.metadata import version
from pathlib import Path

import psycopg

from tests.bench import desk, papers, web
from tests.bench.timing import Measured

ROUNDS = 5
GOALS = {
    "save an answer, one person": "ours at most 1.3 × bare Django",
    "show a filled section page": "ours at most 1.2 × bare Django",
    "PDF of the full example, a new process": "ours at most 1.5 × Typst, 0.1 × WeasyPrint",
    "PDF of the full example, warm": "ours at most 1.5 × Typst",
    "inbox": "at most 2 × the bare list, the same with 33 and with 33,000 cases",
    "search": "at most 2 × the inbox",
}


def main() -> None:
    print(_machine())
    with tempfile.TemporaryDirectory() as folder:
        _print(web.measure(Path(folder), ROUNDS))
        _print(papers.measure(Path(folder), ROUNDS))
        _print(desk.measure(Path(folder), ROUNDS))


def _machine() -> str:
    packages = ("Django", "granian", "typst", "weasyprint")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    processor = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} cores ({processor}), load {load}; Python {platform.python_version()}, "
        f"{versions}, {_database()}\n{ROUNDS} rounds in turn; medians, milliseconds"
    )


def _database() -> str:
    if url := os.environ.get("DATABASE_URL"):
        with psycopg.connect(url) as connection:
            return f"PostgreSQL {connection.info.server_version // 10_000}"
    return f"SQLite {sqlite3.sqlite_version} (WAL, synchronous=FULL)"


def _print(measured: dict[str, list[Measured]]) -> None:
    for title, results in measured.items():
        wanted = next((GOALS[start] for start in GOALS if title.startswith(start)), "")
        goal = f"  (goal: {wanted})" if wanted else ""
        print(f"\n{title}{goal}")
        print(f"  {'':14}{'p50':>9}{'p95':>9}   {results[0].name} is")
        for result in results:
            spread = f"{result.spread.p50:9.1f}{result.spread.p95:9.1f}"
            ratio = "" if result is results[0] else f"   {result.ratio:.2f} × as long"
            print(f"  {result.name:14}{spread}{ratio}")


if __name__ == "__main__":
    main()
