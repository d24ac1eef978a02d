"""Sources in object stores and other file systems, through fsspec."""

import fnmatch
import posixpath
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import fsspec  # type: ignore[import-untyped]  # fsspec ships no types

from tasks.sources.archive import archive_stream
from tasks.sources.checked_addresses import AddressRefusedError, checked
from tasks.sources.declaration import scheme_of
from tasks.sources.files import file_kind, known_kinds
from tasks.sources.original import Original
from tasks.sources.pull_log import Remembered
from tasks.sources.secret_values import SecretMissingError
from tasks.sources.source import Pulling, SourceUnreachableError
from tasks.sources.source_issues import source_issue
from tasks.text.uris import escaped_path
from warehouse import schema

# Schemes whose addresses begin with a host, where those of object stores begin with a bucket.
_WITH_HOST = frozenset({"ftp", "ftps", "sftp", "ssh", "smb", "hdfs", "webhdfs", "dav", "davs"})


class ObjectStore:
    """Everything below a prefix, or one object."""

    is_listed_whole = True
    waiting = 0

    def __init__(self, pulling: Pulling) -> None:
        """Open it for one pull."""
        self._pulling = pulling
        self._declared = pulling.declared
        self._scheme = scheme_of(pulling.declared.address) or ""
        self.listed = 0

    def originals(self) -> Iterator[Original | schema.Issue]:
        """As `Source.originals`; an object whose ETag is known is not fetched again."""
        known = self._pulling.log.originals(self._pulling.key)
        for path, details in self._listing():
            uri = f"{self._scheme}://{escaped_path(path)}"
            self.listed += 1
            kind = file_kind(path)
            if kind is None:
                yield source_issue(uri, "source-kind-unknown", f"documents are read from {known_kinds()}")
                continue
            state = _state(details)
            remembered = known.get(uri)
            if remembered is not None and state is not None and remembered.etag == state and remembered.original.path.exists():
                yield remembered.original
                continue
            yield self._fetched(path, uri, kind, details, state)
        if not self.listed:
            held = f", and held {len(known)}" if known else ""
            raise SourceUnreachableError("source-missing", f"{self._declared.address}: there is no object{held}")

    def _listing(self) -> list[tuple[str, Mapping[str, Any]]]:
        try:
            options: dict[str, Any] = {key: self._filled(value) for key, value in self._declared.storage.items()}
        except SecretMissingError as error:
            raise SourceUnreachableError("source-unreachable", str(error)) from error
        self._check_hosts(options)
        if self._scheme in {"s3", "s3a"}:
            seconds = self._declared.timeout_seconds
            options.setdefault("config_kwargs", {"connect_timeout": seconds, "read_timeout": seconds})
        try:
            # Without the cache of instances: they hold listings and credentials of earlier pulls.
            self._files = fsspec.filesystem(self._scheme, skip_instance_cache=True, **options)
            root = self._files._strip_protocol(self._declared.address)
            found = self._files.find(root, detail=True)
        except ImportError as error:
            raise SourceUnreachableError("source-unreachable", f"{self._scheme}:// needs a package: {error}") from error
        except Exception as error:
            raise SourceUnreachableError("source-unreachable", self._said(error)) from error
        pattern = self._declared.pattern
        return [
            (path, details)
            for path, details in sorted(found.items())
            if details.get("type") == "file"
            and not any(part.startswith(".") for part in posixpath.relpath(path, root).split("/") if part != ".")
            and (pattern is None or _matches(posixpath.relpath(path, root), pattern))
        ]

    def _fetched(self, path: str, uri: str, kind: str, details: Mapping[str, Any], state: str | None) -> Original | schema.Issue:
        size = details.get("size")
        if size is not None and size > self._declared.max_bytes:
            return source_issue(uri, "archive-limit", f"the object has {size:,} bytes, more than the {self._declared.max_bytes:,} allowed")
        try:
            with self._files.open(path, "rb") as stream:
                copy = archive_stream(self._pulling.archive, stream, uri)
        except Exception as error:  # noqa: BLE001 - as in _listing
            return source_issue(uri, "source-unreadable", self._said(error))
        if size is not None and copy.stat().st_size != size:
            return source_issue(uri, "source-unreadable", f"{copy.stat().st_size:,} bytes came of {size:,}")
        original = Original(uri=uri, path=copy, kind=kind)
        self._pulling.log.remember(self._pulling.key, Remembered(original=original, etag=state, checked_at=self._pulling.now()))
        return original

    def _check_hosts(self, options: Mapping[str, Any]) -> None:
        """Refuse a server in a private network, where the declaration names one; other libraries connect, so the address is not held."""
        if self._declared.allow_private:
            return
        named = [urlsplit(str(options.get("endpoint_url") or "")), urlsplit(f"//{options.get('host') or ''}")]
        if self._scheme in _WITH_HOST:
            named.append(urlsplit(self._declared.address))
        for server in named:
            if server.hostname:
                try:
                    checked(server.hostname, server.port or 443)
                except (AddressRefusedError, OSError) as error:
                    raise SourceUnreachableError("source-unreachable", self._said(error)) from error

    def _filled(self, value: str) -> str | bool:
        filled = self._pulling.secrets.filled(value)
        return {"true": True, "false": False}.get(filled, filled)

    def _said(self, error: Exception) -> str:
        return self._pulling.secrets.struck_out(f"{type(error).__name__}: {error}")


def _state(details: Mapping[str, Any]) -> str | None:
    """What names this state of an object: its ETag, else its time and size; None where the file system has neither."""
    if etag := details.get("ETag") or details.get("etag"):
        return str(etag)
    changed = details.get("LastModified") or details.get("mtime") or details.get("modify")
    return None if changed is None else f"{changed} {details.get('size')}"


def _matches(path: str, pattern: str) -> bool:
    """Whether a path matches a glob in which `**/` stands for any folders, none included, and `*` stays within one."""
    parts, wanted = path.split("/"), pattern.split("/")
    if "**" not in wanted:
        return len(parts) == len(wanted) and all(fnmatch.fnmatchcase(*pair) for pair in zip(parts, wanted, strict=True))
    at = wanted.index("**")
    return any(
        _matches("/".join(parts[:at]), "/".join(wanted[:at])) and _matches("/".join(parts[cut:]), "/".join(wanted[at + 1 :]))
        for cut in range(at, len(parts) + 1)
    )
