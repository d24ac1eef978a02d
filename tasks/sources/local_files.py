"""Sources on this machine: files, folders, globs."""

import errno
from collections.abc import Iterator
from pathlib import Path

from tasks.sources.archive import archive_file
from tasks.sources.files import file_kind, known_kinds
from tasks.sources.location import FoundFile, LocalSource, SourceMissingError
from tasks.sources.original import Original
from tasks.sources.pull_log import Remembered
from tasks.sources.source import Pulling, SourceUnreachableError, TransientSourceError
from tasks.sources.source_issues import source_issue
from warehouse import schema

# What a network file system answers when it is busy or away for a moment.
_TRANSIENT = frozenset(
    {errno.EIO, errno.ESTALE, errno.EAGAIN, errno.EBUSY, errno.ETIMEDOUT, errno.EINTR, errno.ENETUNREACH, errno.EHOSTDOWN}
)
_ARCHIVE_AT_FAULT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class LocalFiles:
    """A file, a folder or a glob."""

    is_listed_whole = True
    waiting = 0

    def __init__(self, pulling: Pulling) -> None:
        """Open it for one pull."""
        self._pulling = pulling
        self.listed = 0

    def originals(self) -> Iterator[Original | schema.Issue]:
        """As `Source.originals`."""
        given = self._pulling.declared.address
        try:
            source = LocalSource.parse(given)
        except SourceMissingError as error:
            raise SourceUnreachableError("source-missing", str(error)) from error
        known = self._pulling.log.originals(self._pulling.key)
        for found in source.files():
            if not isinstance(found, FoundFile):
                yield found
                continue
            self.listed += 1
            kind = file_kind(found.path.name)
            if kind is None:
                yield source_issue(found.uri, "source-kind-unknown", f"documents are read from {known_kinds()}")
                continue
            try:
                copy = archive_file(self._pulling.archive, found.path, found.uri)
            except OSError as error:
                if error.errno in _ARCHIVE_AT_FAULT:
                    raise
                if error.errno in _TRANSIENT:
                    raise TransientSourceError(f"{found.path}: {error.strerror}") from error
                yield source_issue(found.uri, "source-unreadable", f"cannot read the file: {error.strerror}")
                continue
            yield self._remembered(found, kind, copy, known.get(found.uri))
        if not self.listed and known:
            # A disk that is not mounted is an empty folder.
            raise SourceUnreachableError("source-missing", f"{given}: it holds no file any more, and held {len(known)}")

    def _remembered(self, found: FoundFile, kind: str, copy: Path, known: Remembered | None) -> Original:
        original = Original(uri=found.uri, path=copy, kind=kind)
        if known is None or known.original != original:
            self._pulling.log.remember(self._pulling.key, Remembered(original=original, checked_at=self._pulling.now()))
        return original
