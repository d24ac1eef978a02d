"""Trying a source: its first documents, without a home to put them in."""

import datetime as dt
import os
from dataclasses import dataclass, replace
from pathlib import Path

from tasks.pull import find_source, prefect_secret
from tasks.sorting import documents_of
from tasks.sources.declaration import WEB_KINDS, read_declarations
from tasks.sources.document import SourceDocument
from tasks.sources.open_source import open_source
from tasks.sources.pull_log import open_log
from tasks.sources.secret_values import Secrets
from tasks.sources.source import Pulling, SourceUnreachableError, TransientSourceError
from tasks.sources.source_issues import source_issue
from warehouse import schema


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The first of what a source gives.

    Attributes:
        documents: Its first documents.
        issues: What was wrong on the way to them.
    """

    documents: tuple[SourceDocument, ...]
    issues: tuple[schema.Issue, ...]


def sample_source(given: str, *, home: Path, folder: Path, most: int) -> Sample:
    """Pull the first documents of a source, and leave no trace in the home.

    Args:
        given: The name of a declared source, or a path or address.
        home: The home that declares it.
        folder: An empty folder for what is fetched.
        most: The most documents, and of a source on the web the most pages asked for.

    Raises:
        DeclarationError: The home's declarations cannot be meant.
    """
    key, declared = find_source(given, read_declarations(home))
    if declared.kind in WEB_KINDS:
        declared = replace(declared, max_pages=most)
    secrets = Secrets({"env": os.environ.__getitem__, "prefect": prefect_secret})
    documents: list[SourceDocument] = []
    issues: dict[schema.Issue, None] = {}
    with open_log(folder) as log, secrets.kept_from_logs():
        pulling = Pulling(
            declared=declared, key=key, archive=folder / "archive", log=log, secrets=secrets, now=lambda: dt.datetime.now(dt.UTC)
        )
        try:
            for found in open_source(pulling).originals():
                items = [found] if isinstance(found, schema.Issue) else (item for _, item in documents_of(found, declared))
                for item in items:
                    if isinstance(item, SourceDocument):
                        documents.append(item)
                    else:
                        issues[item] = None
                    if len(documents) == most:
                        return Sample(documents=tuple(documents), issues=tuple(issues))
        except SourceUnreachableError as error:
            issues[source_issue(declared.address, error.code, str(error))] = None
        except TransientSourceError as error:
            issues[source_issue(declared.address, "source-unreadable", str(error))] = None
    return Sample(documents=tuple(documents), issues=tuple(issues))
