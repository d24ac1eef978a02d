"""Local sources: a file, a folder or a glob, and the files in it with the names that identify them."""

import glob
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.sources.source_issues import source_issue
from tasks.text.uris import escaped_path
from warehouse import schema


class SourceMissingError(Exception):
    """A source that does not exist or holds nothing; the message is one clear line."""


def source_key(given: str) -> str:
    """What identifies a source from run to run, however it is spelled: its absolute path or pattern.

    Links are the user's names for things and stay as they are.
    """
    return os.path.abspath(os.path.expanduser(given))  # noqa: PTH100, PTH111 - a pattern is no path, and Path resolves no ".." without links


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of a source.

    Attributes:
        path: Where it lies on this machine.
        uri: What identifies it on any machine: its path relative to the source, with `%`, `#` and `?` escaped.
    """

    path: Path
    uri: str


@dataclass(frozen=True, slots=True)
class LocalSource:
    """A source as given, and what it means.

    Attributes:
        given: As given by the user.
        key: The same source under the same key, however it is spelled: its absolute path or pattern.
        root: What names are relative to.
    """

    given: str
    key: str
    root: Path

    @classmethod
    def parse(cls, given: str) -> "LocalSource":
        """Tell a file or folder from a glob; a path that exists is no glob, whatever brackets it has.

        Args:
            given: A path or a pattern with `*`, `?`, `[…]` or `**`.

        Raises:
            SourceMissingError: There is no such file or folder, or nothing matches.
        """
        key = source_key(given)
        path = Path(key)
        if path.is_dir():
            return cls(given, key, path)
        if path.exists():
            return cls(given, key, path.parent)
        if not glob.has_magic(given):
            raise SourceMissingError(f"{given}: no such file or folder")
        if next(glob.iglob(key, recursive=True), None) is None:  # noqa: PTH207 - Path.glob refuses absolute patterns
            raise SourceMissingError(f"{given}: nothing matches")
        return cls(given, key, _fixed_part(path))

    def files(self) -> Iterator[FoundFile | schema.Issue]:
        """The files of the source, sorted by path.

        Hidden files and folders (`.git`, `.DS_Store`) are passed over as a shell's glob does.

        Yields:
            Regular files, and an issue for everything else that stands in a folder: a pipe would block, a device never end. The
            URI of a folder that cannot be listed ends in a slash.
        """
        path = Path(self.key)
        if path.is_dir():
            yield from self._walk(path)
        elif path.exists():
            yield FoundFile(path, self._uri(path))
        else:
            for match in sorted(glob.iglob(self.key, recursive=True)):  # noqa: PTH207 - as in parse
                if (found := Path(match)).is_file():
                    yield FoundFile(found, self._uri(found))

    def _walk(self, folder: Path) -> Iterator[FoundFile | schema.Issue]:
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield source_issue(f"{self._uri(folder)}/", "source-unreadable", f"cannot list the folder: {error.strerror}")
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                mode = entry.lstat().st_mode if entry.is_symlink() and entry.is_dir() else entry.stat().st_mode
            except OSError as error:
                yield source_issue(self._uri(entry), "source-unreadable", f"cannot look at the file: {error.strerror}")
                continue
            if stat.S_ISDIR(mode):
                yield from self._walk(entry)
            elif stat.S_ISREG(mode):
                yield FoundFile(entry, self._uri(entry))
            elif stat.S_ISLNK(mode):
                yield source_issue(
                    self._uri(entry), "source-kind-unknown", "a link to a folder, which may lead in a circle: name the folder itself"
                )
            else:
                yield source_issue(self._uri(entry), "source-kind-unknown", "neither a file nor a folder")

    def _uri(self, path: Path) -> str:
        return escaped_path(path.relative_to(self.root).as_posix())


def _fixed_part(pattern: Path) -> Path:
    """The folders of a pattern before its first part with magic."""
    fixed: list[str] = []
    for part in pattern.parts[:-1]:
        if glob.has_magic(part):
            break
        fixed.append(part)
    return Path(*fixed)
