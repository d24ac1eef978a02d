"""Sorting what a source gives: documents to read, documents that are known, and what could not become one."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tasks.sources.batch import BatchWriter, PulledDocument
from tasks.sources.declaration import PAGE, WEB_KINDS, Declaration
from tasks.sources.document import SourceDocument
from tasks.sources.extraction import extraction_key
from tasks.sources.files import read_original
from tasks.sources.original import Original
from tasks.sources.pull_log import Extracted
from tasks.sources.source import Pulling, Source
from tasks.sources.source_issues import CODES, source_issue
from tasks.text.ids import stable_id
from warehouse import schema
from warehouse.store import KnownDocument


def fingerprint(document: SourceDocument) -> str:
    """Hash of everything that is read of a document: another one means reading it again."""
    text = hashlib.sha256(document.text.encode()).hexdigest()
    day = None if document.published_on is None else document.published_on.isoformat()
    return stable_id("read", text, document.title, day, document.url, document.language)


@dataclass(kw_only=True)
class Sorting:
    """Sorts what a source gives: to read, known, refused.

    Attributes:
        pulling: The pull.
        writer: Takes what is to be read.
        known: The documents of the last run, by URI.
        declared_keys: Keys of all declared sources: what one of them has, no other source takes.
        reader_version: A document read by another version is read again.
        corrected_otherwise: Ids of documents that are read again because people correct them otherwise than before.
        extracted: By URI of the original, the one document that it gave before.
        newly_extracted: Likewise, of this pull.
        seen: URIs of the documents found.
        issues: Everything wrong, in the order of discovery.
        incomplete: Files that did not give all they have.
        unchanged: Documents that need not be read again.
        failed: Files and records that could not become documents.
        newest_on: The last day of publication.
        is_half: Whether there are fewer documents than expected.
    """

    pulling: Pulling
    writer: BatchWriter
    known: Mapping[str, KnownDocument]
    declared_keys: frozenset[str]
    reader_version: str
    corrected_otherwise: Collection[str] = frozenset()
    extracted: Mapping[str, Extracted] = field(default_factory=dict)
    newly_extracted: dict[str, Extracted] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    issues: dict[schema.Issue, None] = field(default_factory=dict)
    incomplete: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: int = 0
    newest_on: dt.date | None = None
    is_half: bool = False

    def sort(self, source: Source) -> None:
        """Sort everything that a source has.

        Raises:
            SourceUnreachableError: It gives nothing.
            TransientSourceError: It cannot be read now and may be in a moment.
        """
        pages = empty = 0
        for found in source.originals():
            if isinstance(found, schema.Issue):
                self._note(str(found.source_uri), found)
                continue
            pages += 1
            empty += not self._has_documents(found)
        if self.pulling.declared.kind in WEB_KINDS and pages and empty * 2 >= pages:
            message = f"{empty} of {pages} pages have no text: the site may be built in another way now"
            self._note_source("source-structure", message)

    def _has_documents(self, original: Original) -> bool:
        """Sort an original's documents, unless it is known that it has one that need not be read again."""
        key = extraction_key(original, self.pulling.declared.language)
        was = self.extracted.get(original.uri)
        if was is not None and was.key == key and self._is_current(was.source_uri, was.fingerprint):
            self._claim(was.source_uri, was.published_on, was.fingerprint)
            return True
        gave: list[SourceDocument] = []
        faults = 0
        for file_uri, item in documents_of(original, self.pulling.declared):
            if isinstance(item, SourceDocument):
                gave = [*gave[-1:], item]
                if self._claim(item.source_uri, item.published_on, found := fingerprint(item)):
                    self.writer.add(PulledDocument(document=item, source=self.pulling.key, fingerprint=found))
            else:
                faults += 1
                self._note(file_uri, item)
        if len(gave) == 1 and not faults:
            (only,) = gave
            self.newly_extracted[original.uri] = Extracted(
                key=key, source_uri=only.source_uri, fingerprint=fingerprint(only), published_on=only.published_on
            )
        return bool(gave)

    def _claim(self, uri: str, published_on: dt.date | None, found: str) -> bool:
        """Count a document in.

        Returns:
            Whether it has to be read.
        """
        if not self.pulling.wants(published_on):
            return False
        key, known = self.pulling.key, self.known.get(uri)
        owner = key if uri in self.seen else None
        if owner is None and known is not None and known.source != key and known.source in self.declared_keys:
            owner = known.source
        if owner is not None:
            self._note(uri, duplicate_name(uri, self.pulling.declared.address, owner))
            return False
        self.seen.add(uri)
        # A date in the future is a mistake, and would hide for long that nothing new comes; tomorrow it may be elsewhere.
        if published_on is not None and published_on <= self.pulling.now().date() + dt.timedelta(days=1):
            self.newest_on = max(self.newest_on or published_on, published_on)
        is_current = self._is_current(uri, found)
        self.unchanged += is_current
        return not is_current

    def _is_current(self, uri: str, found: str) -> bool:
        """Whether the last run has read the document as it is, by the same reader, for this source."""
        known = self.known.get(uri)
        # A declared source takes over what was found elsewhere before, so that its documents are known by its name.
        is_ours = known is not None and (known.source == self.pulling.key or self.pulling.key not in self.declared_keys)
        is_read = known is not None and (known.fingerprint, known.reader_version) == (found, self.reader_version)
        return is_ours and is_read and known is not None and known.document_id not in self.corrected_otherwise

    def _note(self, file_uri: str, issue: schema.Issue) -> None:
        self.issues[issue] = None
        if CODES[issue.code].refuses:
            self.failed += 1
            if issue.code not in {"id-duplicate", "source-uri-duplicate"}:
                self.incomplete.append(file_uri)

    def _note_source(self, code: str, message: str) -> None:
        self.issues[source_issue(self.pulling.declared.address, code, message)] = None

    def compare_with_expectations(self, source: Source) -> None:
        """Note where the source has not what it is expected to have; of a part of it nothing is expected."""
        declared, expect = self.pulling.declared, self.pulling.declared.expect
        if not self.pulling.wants_all:
            return
        # What a list on the web names now; the documents that it named before are seen, too.
        listed = source.listed if declared.kind in WEB_KINDS and declared.kind != PAGE else len(self.seen)
        if expect.min_documents is not None and listed < expect.min_documents:
            self._note_source("documents-fewer", f"it has {listed} documents, and should have at least {expect.min_documents}")
            self.is_half = True
        if expect.max_documents is not None and listed > expect.max_documents:
            self._note_source("documents-more", f"it has {listed} documents, and should have at most {expect.max_documents}")
        if expect.newest_within_days is not None:
            oldest = self.pulling.now().date() - dt.timedelta(days=expect.newest_within_days)
            if self.newest_on is None or self.newest_on < oldest:
                found = "no document has a date" if self.newest_on is None else f"its newest document is of {self.newest_on}"
                self._note_source("documents-stale", f"{found}, and should be of {oldest} or later")

    def removed(self) -> Iterator[str]:
        """Ids of the source's documents that it does not have any more."""
        stems = [uri.rstrip("/") for uri in self.incomplete]
        if self.is_half or "." in stems:
            return
        protected = tuple(f"{stem}{end}" for stem in stems for end in "#/")
        for uri, document in sorted(self.known.items()):
            if document.source == self.pulling.key and uri not in self.seen and uri not in stems and not uri.startswith(protected):
                yield document.document_id


def duplicate_name(uri: str, address: str, owner: str) -> schema.Issue:
    """A document that another source has, too, under the same name.

    Args:
        uri: The name.
        address: Of the source whose document does not count.
        owner: The source whose document does.
    """
    return source_issue(uri, "source-uri-duplicate", f"{address}: {owner} has a document of the same relative name, which counts")


def documents_of(original: Original, declared: Declaration) -> Iterator[tuple[str, SourceDocument | schema.Issue]]:
    """The documents of an original as their source has them: `read_original`, with the language that the source declares."""
    try:
        for uri, item in read_original(original, max_bytes=declared.max_bytes, max_entries=declared.max_entries):
            if isinstance(item, SourceDocument) and item.language is None and declared.language is not None:
                yield uri, replace(item, language=declared.language)
            else:
                yield uri, item
    except Exception as error:  # noqa: BLE001 - whatever one file brings a parser to must not stop the others
        yield original.uri, source_issue(original.uri, "extraction-failed", f"{type(error).__name__}: {error}")
