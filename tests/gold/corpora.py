"""Annotated corpora, and what the reader makes of their documents."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document
from tasks.tours.reading import Reading

ROOT = Path(__file__).resolve().parents[2]
CORPORA = {
    "reports-en": ROOT / "tests/reports/en.jsonl",
    "reports-zh": ROOT / "tests/reports/zh.jsonl",
    "seed": ROOT / "../shared/seed/seed.jsonl",
    "dev-en": ROOT / "../shared/gold/dev-en.jsonl",
    "dev-mt": ROOT / "../shared/gold/dev-mt.jsonl",
    "dev-zh": ROOT / "../shared/gold/dev-zh.jsonl",
}
WRITTEN = ("reports-en", "reports-zh")
NAME_LISTS = {"person": "persons", "organization": "organizations", "place": "places"}
PART_LISTS = {"visitor": "visitors", "companion": "companions", "host": "met"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with their annotations.

    Attributes:
        documents: Records with `id`, `lang`, `genre`, `title`, `date`, `text`, by id.
        annotations: Annotations by document id.
        gold_sha256: Hash of the annotation file.
    """

    documents: Mapping[str, Mapping[str, Any]]
    annotations: Mapping[str, Mapping[str, Any]]
    gold_sha256: str


@cache
def load_corpus(name: str) -> Corpus | None:
    """Load one of `CORPORA`; None where its files are not there."""
    path = CORPORA[name]
    gold = path.with_suffix(".gold.jsonl")
    if not (path.is_file() and gold.is_file()):
        return None
    return Corpus(_records(path), _records(gold), hashlib.sha256(gold.read_bytes()).hexdigest())


@cache
def predict_corpus(name: str) -> Mapping[str, Mapping[str, Any]]:
    """Read every document of a corpus that is there.

    Returns:
        Predictions by document id, in the shape of an annotation.
    """
    corpus = load_corpus(name)
    return {} if corpus is None else {key: predict(document) for key, document in corpus.documents.items()}


def predict(document: Mapping[str, Any]) -> dict[str, Any]:
    """Read a document and tell the outcome in the shape of an annotation.

    A name is the document's own: the longest mention that is no restored one, else the canonical name.
    """
    published_on = dt.date.fromisoformat(document["date"][:10]) if document.get("date") else None
    source = SourceDocument(
        source_uri=f"corpus#{document['id']}",
        text=document["text"],
        title=document.get("title"),
        published_on=published_on,
        language=document.get("lang"),
    )
    return _told(read_document(source, load_lexicon()))


def _told(reading: Reading) -> dict[str, Any]:
    names = {referent.entity_id: referent.name for referent in reading.referents}
    longest: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for mention in reading.mentions:
        kinds.setdefault(mention.entity_id, mention.kind)
        if not mention.is_restored and len(mention.text) > len(longest.get(mention.entity_id, "")):
            longest[mention.entity_id] = mention.text
    names |= longest
    stops: dict[str, dict[str, Any]] = {
        stop.stop_id: {
            "place": stop.place,
            "country": stop.country,
            "province": stop.province,
            "city": stop.city,
            "county": stop.county,
            "date_start": stop.date_start and stop.date_start.isoformat(),
            "date_end": stop.date_end and stop.date_end.isoformat(),
            "evidence": stop.evidence,
            "confidence": stop.confidence,
            "visitors": [],
        }
        for stop in sorted(reading.stops, key=lambda stop: stop.position)
    }
    told: dict[str, Any] = {key: [] for key in (*NAME_LISTS.values(), *PART_LISTS.values())}
    for entity_id, kind in kinds.items():
        told[NAME_LISTS[kind]].append(names[entity_id])
    for participant in sorted(reading.participants, key=lambda participant: participant.position):
        name = names[participant.entity_id]
        if name not in told[PART_LISTS[participant.part]]:
            told[PART_LISTS[participant.part]].append(name)
        if participant.part == "visitor" and participant.stop_id in stops and name not in stops[participant.stop_id]["visitors"]:
            stops[participant.stop_id]["visitors"].append(name)
    erased = [{"word": mention.text, "person": names[mention.entity_id]} for mention in reading.mentions if mention.is_restored]
    mentions = [{"name": names[mention.entity_id], "confidence": mention.confidence} for mention in reading.mentions]
    return told | {"stops": list(stops.values()), "erased": erased, "mentions": mentions}


def _records(path: Path) -> dict[str, dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return {record["id"]: record for record in map(json.loads, lines)}
