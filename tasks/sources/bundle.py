"""Bundles: zip and tar files of documents. Nothing is unpacked onto the disk, so no path in one leads anywhere."""

import contextlib
import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from tasks.sources.bounded import Bounded, UnpackingLimitError
from tasks.sources.source_issues import source_issue
from tasks.text.decoding import UndecodableError, decode
from tasks.text.uris import escaped_path
from warehouse import schema

SUFFIXES = (".zip", ".tar")

_IN_UTF_8 = 0x800
_ENCRYPTED = 0x1


def bundle_members(
    file: BinaryIO, suffix: str, uri: str, *, packed_bytes: int, max_bytes: int, max_entries: int
) -> Iterator[tuple[str, str, BinaryIO | schema.Issue]]:
    """The files of a bundle, one at a time.

    Args:
        file: The bundle; seekable for `.zip`.
        suffix: `.zip` or `.tar`.
        uri: Its URI.
        packed_bytes: Its size on disk.
        max_bytes: The most that may come out of all its files.
        max_entries: The most entries it may have.

    Yields:
        URI, name and stream of a file, to be read before the next one; or an issue of an entry that is none. Hidden files are passed
        over, as in a folder.

    Raises:
        UnpackingLimitError: It has too many entries or holds too many bytes.
        zipfile.BadZipFile: It is damaged or cut.
        tarfile.TarError: Likewise.
    """
    members = _zip_members(file) if suffix == ".zip" else _tar_members(file)
    left = max_bytes
    for number, (name, stream) in enumerate(members, start=1):
        if number > max_entries:
            raise UnpackingLimitError(f"it has more than {max_entries:,} entries")
        path = PurePosixPath(name)
        member_uri = f"{uri}/{escaped_path(name)}"
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            yield member_uri, name, source_issue(member_uri, "path-unsafe", f"the entry's path leads out of the bundle: {name!r}")
        elif any(part.startswith(".") for part in path.parts) or path.parts[0] == "__MACOSX":
            continue
        elif isinstance(stream, str):
            yield member_uri, name, source_issue(member_uri, "source-unreadable", stream)
        else:
            counted = _Counted(stream, packed_bytes=packed_bytes, max_bytes=left)
            yield member_uri, name, cast("BinaryIO", io.BufferedReader(counted))
            left -= counted.given


class _Counted(Bounded):
    @property
    def given(self) -> int:
        return self._given


def _zip_members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO | str]]:
    with zipfile.ZipFile(file) as bundle:
        for entry in bundle.infolist():
            name = _zip_name(entry)
            if entry.is_dir():
                continue
            if entry.flag_bits & _ENCRYPTED:
                yield name, "the entry is encrypted"
                continue
            try:
                stream = bundle.open(entry)
            except NotImplementedError as error:
                yield name, f"the entry cannot be unpacked: {error}"
                continue
            with stream:
                yield name, cast("BinaryIO", stream)


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; one that is not said to be UTF-8 is in whatever the packing system had, which Python reads as CP437."""
    name = entry.filename
    if not entry.flag_bits & _IN_UTF_8:
        with contextlib.suppress(UnicodeEncodeError, UndecodableError):
            name = decode(name.encode("cp437")).text
    return name.replace("\\", "/").replace("\0", "") or "."


def _tar_members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO | str]]:
    with tarfile.open(fileobj=file, mode="r|") as bundle:
        for entry in bundle:
            if entry.isdir():
                continue
            stream = bundle.extractfile(entry) if entry.isreg() else None
            yield entry.name or ".", cast("BinaryIO", stream) if stream is not None else "the entry is no file"
