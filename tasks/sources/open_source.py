"""Opening a source by its kind."""

from urllib.parse import urlsplit

from tasks.sources.declaration import FILES, OBJECTS
from tasks.sources.http import Fetcher
from tasks.sources.local_files import LocalFiles
from tasks.sources.object_store import ObjectStore
from tasks.sources.secret_values import SecretMissingError
from tasks.sources.source import Pulling, Source, SourceUnreachableError
from tasks.sources.web import WebSource


def open_source(pulling: Pulling) -> Source:
    """Open a source for one pull.

    Args:
        pulling: The pull.

    Raises:
        SourceUnreachableError: A secret that it needs is not there.
    """
    declared = pulling.declared
    if declared.kind == FILES:
        return LocalFiles(pulling)
    if declared.kind == OBJECTS:
        return ObjectStore(pulling)
    try:
        headers = {name: pulling.secrets.filled(value) for name, value in declared.headers.items()}
    except SecretMissingError as error:
        raise SourceUnreachableError("source-unreachable", str(error)) from error
    fetcher = Fetcher(
        allow_private=declared.allow_private,
        requests_per_second=declared.requests_per_second,
        timeout_seconds=declared.timeout_seconds,
        max_bytes=declared.max_answer_bytes,
        home_host=urlsplit(declared.address).netloc,
        headers=headers,
    )
    return WebSource(pulling, fetcher)
