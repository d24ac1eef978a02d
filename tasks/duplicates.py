"""Sources are pulled side by side: of documents of one name in several, the first source's counts, in the order that they were given in."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tasks.pull import PulledSource, read_names
from tasks.sorting import duplicate_name
from tasks.sources.batch import Batch, BatchWriter, read_batch_file
from tasks.text.ids import stable_id


def first_of_each_name(pulled: Iterable[PulledSource]) -> list[PulledSource]:
    """Take out of every source what an earlier one has, too.

    Args:
        pulled: What the sources gave, each for itself, in the order that counts.

    Returns:
        The same sources; a document that was taken out is an issue, and none is removed that another source has now.
    """
    owners: dict[str, str] = {}
    kept = []
    for source in pulled:
        own = _without(source, owners) if source.names is not None else source
        kept.append(own)
        if own.names is not None:
            owners.update(dict.fromkeys(read_names(own.names), source.given))
    if not any(source.removed for source in kept):
        return kept
    found = {stable_id("doc", name) for name in owners}
    return [dataclasses.replace(source, removed=tuple(gone for gone in source.removed if gone not in found)) for source in kept]


def _without(source: PulledSource, owners: Mapping[str, str]) -> PulledSource:
    names = read_names(str(source.names))
    duplicates = [name for name in names if name in owners]
    if not duplicates:
        return source
    file = Path(f"{source.names}.first")
    file.write_text("".join(f"{name}\n" for name in names if name not in owners), encoding="utf-8")
    batches = _batches_without(source.batches, owners, file.with_name("first"))
    to_read = sum(batch.documents for batch in source.batches) - sum(batch.documents for batch in batches)
    return dataclasses.replace(
        source,
        names=str(file),
        batches=batches,
        issues=(*source.issues, *(duplicate_name(name, source.address, owners[name]) for name in duplicates)),
        seen=source.seen - len(duplicates),
        unchanged=source.unchanged - (len(duplicates) - to_read),
        failed=source.failed + len(duplicates),
    )


def _batches_without(batches: Sequence[Batch], owners: Mapping[str, str], folder: Path) -> tuple[Batch, ...]:
    writer = BatchWriter(folder)
    for batch in batches:
        for document in read_batch_file(Path(batch.path)):
            if document.document.source_uri not in owners:
                writer.add(document)
    return writer.close()
