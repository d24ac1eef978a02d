"""Reading the files of corrections, strictly."""

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode
from tasks.text.ids import stable_id
from warehouse import schema

FOLDER = "corrections"
REQUIRED = ("kind", "subject", "reason", "author")
COLUMNS = ("kind", "document", "subject", "char_start", "value", "reason", "author")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?")


@dataclass(frozen=True)
class Kind:
    """What a kind of correction needs.

    Attributes:
        meaning: What it says of its subject.
        of_document: Whether it concerns one document; else it concerns entities.
        value: 'required', 'optional' or 'none'.
        is_days: Whether the value is a day or a range of days.
    """

    meaning: str
    of_document: bool
    value: str
    is_days: bool = False


KINDS: Mapping[str, Kind] = {
    "not-a-stop": Kind("nobody toured this place", of_document=True, value="none"),
    "is-a-stop": Kind(
        "these words say that the visitors were at the place named in them", of_document=True, value="optional", is_days=True
    ),
    "stop-date": Kind("the visitors were at this stop on these days", of_document=True, value="required", is_days=True),
    "mention-is": Kind("these words mean that person, organization or place", of_document=True, value="required"),
    "namesake": Kind("in this document, this name is another's than elsewhere", of_document=True, value="required"),
    "same-entity": Kind("these two are one", of_document=False, value="required"),
    "different-entities": Kind("these two are two", of_document=False, value="required"),
}


class UnusableFileError(Exception):
    """A file of which no row can be told to mean anything; the message is one clear line."""


def read_corrections(
    folder: Path, standing: Sequence[schema.Correction] = ()
) -> tuple[tuple[schema.Correction, ...], tuple[schema.Issue, ...]]:
    """Read all files of corrections.

    Args:
        folder: The folder; there need not be one. Hidden files are passed over.
        standing: Corrections in force so far: those of a file that cannot be used now stay, for a slip of the pen in its header
            must not undo them all.

    Returns:
        The corrections in the order of files and rows, and an issue for each row or file that is none. Of two that say the same
        of the same the first counts.
    """
    found: dict[str, schema.Correction] = {}
    issues: list[schema.Issue] = []
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(".")) if folder.is_dir() else []
    for path in files:
        try:
            items = list(_read_file(path))
        except UnusableFileError as error:
            kept = [correction for correction in standing if correction.file_name == path.name]
            found.update((correction.correction_id, correction) for correction in kept if correction.correction_id not in found)
            consequence = f"; its {len(kept)} corrections in force stay" if kept else ""
            issues.append(source_issue(f"{FOLDER}/{path.name}", "correction-invalid", f"{error}{consequence}"))
            continue
        for line, item in items:
            if isinstance(item, schema.Correction) and item.correction_id in found:
                item = f"says the same as a row of {found[item.correction_id].file_name}, which counts"
            if isinstance(item, schema.Correction):
                found[item.correction_id] = item
            else:
                issues.append(source_issue(f"{FOLDER}/{path.name}", "correction-invalid", f"line {line}: {item}"))
    return tuple(found.values()), tuple(issues)


def _read_file(path: Path) -> Iterator[tuple[int, schema.Correction | str]]:
    """The rows of one file, each with its line: a correction, or what is wrong with it."""
    if path.suffix != ".csv":
        raise UnusableFileError("corrections are read from .csv files")
    try:
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise UnusableFileError(f"cannot read the file: {error.strerror}") from error
    except UndecodableError as error:
        raise UnusableFileError(str(error)) from error
    reader = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if unknown := [name for name in header if name not in COLUMNS]:
            raise UnusableFileError(f"unknown column {', '.join(map(repr, unknown))}; known are {', '.join(COLUMNS)}")
        if missing := [name for name in REQUIRED if name not in header]:
            raise UnusableFileError(f"column {', '.join(map(repr, missing))} is missing; needed are {', '.join(REQUIRED)}")
        if len(set(header)) < len(header):
            raise UnusableFileError("a column stands there twice")
        for row in reader:
            if not any(cell.strip() for cell in row) or row[0].lstrip().startswith("#"):
                continue
            yield reader.line_num, _correction(header, row, path.name)
    except csv.Error as error:
        raise UnusableFileError(f"line {reader.line_num}: no CSV: {error}") from error


def _correction(header: Sequence[str], row: Sequence[str], file: str) -> schema.Correction | str:
    if len(row) != len(header):
        return f"{len(row)} fields, expected {len(header)}: {', '.join(header)}"
    cells = {name: cell.strip() or None for name, cell in zip(header, row, strict=True)}
    if missing := [name for name in REQUIRED if cells[name] is None]:
        return f"{', '.join(missing)} is missing"
    name, document, value, start = (cells.get(column) for column in ("kind", "document", "value", "char_start"))
    kind = KINDS.get(str(name))
    if kind is None:
        return f"unknown kind {name!r}; known are {', '.join(KINDS)}"
    if fault := _fault(kind, document, value, start):
        return f"{name}: {fault}"
    char_start = None if start is None else int(start)
    document_id = None if document is None else document_id_of(document)
    subject = str(cells["subject"])
    return schema.Correction(
        correction_id=stable_id("cor", name, document_id, subject, char_start, value),
        kind=str(name),
        document=document,
        document_id=document_id,
        subject=subject,
        char_start=char_start,
        value=value,
        reason=" ".join(str(cells["reason"]).split()),
        author=" ".join(str(cells["author"]).split()),
        file_name=file,
    )


def _fault(kind: Kind, document: str | None, value: str | None, start: str | None) -> str | None:
    if kind.of_document and document is None:
        return "document is missing: its source_uri or document_id"
    if not kind.of_document and (document is not None or start is not None):
        return "concerns entities: document and char_start must be empty"
    if (value is None) is (kind.value == "required") and kind.value != "optional":
        return "value is missing" if value is None else f"takes no value, found {value!r}"
    if start is not None and not (start.isascii() and start.isdigit() and len(start) <= 9):
        return f"char_start is {start!r}, no whole number"
    if kind.is_days and value is not None and parse_days(value) is None and not (kind.value == "required" and value == "none"):
        return f"value is {value!r}; a day such as 2024-07-01, or two such as 2024-07-01/2024-07-03, was expected"
    return None


def parse_days(value: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of `2024-07-01` or `2024-07-01/2024-07-03`; None if it is neither."""
    match = _DAYS.fullmatch(value)
    if match is None:
        return None
    try:
        first = dt.date.fromisoformat(match[1])
        last = dt.date.fromisoformat(match[2]) if match[2] else first
    except ValueError:
        return None
    return (first, last) if first <= last else None


def document_id_of(document: str) -> str:
    """The id of a document that is named by its source URI or by its id."""
    return document if re.fullmatch(r"doc_[0-9a-f]{20}", document) else stable_id("doc", document)
