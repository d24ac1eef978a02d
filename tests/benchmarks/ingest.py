"""What `tourledger ingest` takes, by step, beside how much there is to read; and dlt for the loading part, on the same tables; by hand.

    python -m tests.benchmarks.ingest [DOCUMENTS …] [--work FOLDER] [--dlt PYTHON]

For each size: written documents (`tests.benchmarks.written_documents`) are ingested; 100 of them, evenly spread, are changed and ingested
again; six queries are asked a hundred times. Memory is the sum over the command and all its processes, as the kernel tells it five times a
second; Prefect's own server takes 200 MB of it. `--dlt` names a Python that has dlt where this one has not.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.written_documents import write_corpus
from warehouse.store import open_published, published_run

ROOT = Path(__file__).resolve().parents[2]
CHANGED = 100
ASKED = 100
QUERIES = {
    "stops of a document": "SELECT position, place, date_start FROM stops WHERE document_id = (SELECT min(document_id) FROM documents)",
    "visits by province": "SELECT country, province, count(*) FROM stops GROUP BY ALL ORDER BY 3 DESC LIMIT 20",
    "who met whom": "SELECT v.name, h.name, count(*) FROM participants v JOIN participants h USING (document_id) "
    "WHERE v.part = 'visitor' AND h.part = 'host' GROUP BY ALL ORDER BY 3 DESC LIMIT 20",
    "a month's stops with their evidence": "SELECT d.title, s.place, s.evidence FROM stops s JOIN documents d USING (document_id) "
    "WHERE s.date_start BETWEEN DATE '2015-03-01' AND DATE '2015-03-31'",
    "an entity's mentions": "SELECT m.text, d.published_on FROM mentions m JOIN documents d USING (document_id) WHERE m.entity_id = "
    "(SELECT entity_id FROM entities ORDER BY mention_count DESC, entity_id LIMIT 1)",
    "words in statements": "SELECT count(*) FROM statements WHERE text ILIKE '%clean water%'",
}
STEP = re.compile(r"(pull|read|load|check|publish) ([\d.]+)")


def measured(command: list[str]) -> tuple[str, float, float]:
    """Run a command.

    Returns:
        What it printed, seconds, and the most memory that it and its processes held at a time, MB.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "COLUMNS": "200"}
    )
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.2)
    printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: {printed}")
    return printed, time.monotonic() - began, peak


def memory(process: int) -> float:
    """Proportional set size of a process and its descendants, MB."""
    total, waiting = 0.0, [process]
    while waiting:
        number = waiting.pop()
        try:
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
            for task in Path(f"/proc/{number}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, StopIteration):
            continue
    return total


def ingest(work: Path, name: str, documents: int) -> None:
    """Ingest the corpus and print what it took."""
    home = work / "home"
    printed, seconds, peak = measured(
        [str(Path(sys.executable).with_name("tourledger")), "ingest", "--home", str(home), str(work / "corpus.jsonl")]
    )
    steps = {step: float(second) for step, second in STEP.findall(printed.rsplit("work", 1)[1])}
    read = f"  {documents / steps['read']:.0f} documents/s read" if "read" in steps and name == "first run" else ""
    told = "  ".join(f"{step} {second:.2f} s" for step, second in steps.items())
    sys.stdout.write(f"{documents:>8,}  {name:<12} {told}{read}  whole command {seconds:.1f} s, {peak:.0f} MB\n")
    sys.stdout.flush()


def sizes(home: Path, documents: int) -> str:
    """Bytes per document."""
    parquet = sum(path.stat().st_size for path in (home / "current" / "parquet").rglob("*.parquet"))
    database = (home / "current" / "tourledger.duckdb").stat().st_size
    return f"{parquet / documents:.0f} B/document in Parquet, {database / documents:.0f} in DuckDB"


def ask(home: Path) -> None:
    """Print how long the queries take."""
    for name, query in QUERIES.items():
        times = []
        with open_published(home) as connection:
            for _ in range(ASKED):
                began = time.monotonic()
                connection.execute(query).fetchall()
                times.append(1000 * (time.monotonic() - began))
        cuts = statistics.quantiles(times, n=20)
        sys.stdout.write(f"{'':>10}{name:<38} p50 {cuts[9]:6.1f} ms  p95 {cuts[18]:6.1f} ms\n")


def dlt(python: str, home: Path, work: Path) -> None:
    """Print what dlt takes to load what both runs published."""
    for run in (None, published_run(home)):
        only = [] if run is None else ["--only-run", str(run)]
        command = [python, "-m", "tests.benchmarks.dlt_load", str((home / "current" / "parquet").resolve()), str(work / "dlt"), *only]
        printed, _, peak = measured(command)
        sys.stdout.write(f"{'':>10}dlt, {'all rows' if run is None else f'{CHANGED} documents'}: {printed.split()[-1]} s, {peak:.0f} MB\n")


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("documents", nargs="*", type=int, default=[1_000, 10_000, 100_000], metavar="DOCUMENTS")
    parser.add_argument("--work", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--dlt", default=sys.executable, metavar="PYTHON", help="a Python that has dlt; '' leaves it out")
    options = parser.parse_args()
    parent = options.work or Path(tempfile.mkdtemp(prefix="tourledger-benchmark-"))
    for documents in options.documents:
        work = parent / str(documents)
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        write_corpus(work / "corpus.jsonl", documents)
        ingest(work, "first run", documents)
        write_corpus(work / "corpus.jsonl", documents, revised=frozenset(number * documents // CHANGED for number in range(CHANGED)))
        ingest(work, f"{CHANGED} changed", documents)
        sys.stdout.write(f"{'':>10}{sizes(work / 'home', documents)}\n")
        ask(work / "home")
        if options.dlt:
            dlt(options.dlt, work / "home", work)
        sys.stdout.flush()
    if options.work is None:
        shutil.rmtree(parent)


if __name__ == "__main__":
    _main()
