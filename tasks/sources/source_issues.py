"""What can be wrong with a source or a record: a closed list of codes."""

from collections.abc import Mapping
from typing import NamedTuple

from warehouse import schema


class IssueCode(NamedTuple):
    """What a code says.

    Attributes:
        severity: 'error', 'warning' or 'info'.
        refuses: Whether it is of a record or file that might have become a document and has not.
        red: Whether it is of a source as a whole, which is not well until it is gone.
    """

    severity: str
    refuses: bool = False
    red: bool = False


CODES: Mapping[str, IssueCode] = {
    "archive-limit": IssueCode("error", refuses=True),  # a bundle or compressed file unpacks to more than it may; what came before counts
    "correction-invalid": IssueCode("error"),  # a row or file of corrections that says nothing that can be followed
    "correction-unfit": IssueCode("warning"),  # a correction that fits nothing any more
    "date-invalid": IssueCode("warning"),  # the date is none; the document goes through without
    "documents-fewer": IssueCode("error", red=True),  # fewer than the source is expected to hold: none of its documents is removed
    "documents-more": IssueCode("error", red=True),  # more than it is expected to hold
    "documents-stale": IssueCode("error", red=True),  # its newest document is older than expected
    "encoding-unknown": IssueCode("error", refuses=True),
    "extraction-failed": IssueCode("error", refuses=True),  # a parser raised an exception that nobody expected
    "file-damaged": IssueCode("error", refuses=True, red=True),  # it ends too early or is not what its name says; what came before counts
    "id-duplicate": IssueCode("error", refuses=True),  # a second record with the id of an earlier one
    "id-from-content": IssueCode("info"),  # records without an id of their own are known by the hash of their text
    "json-invalid": IssueCode("error", refuses=True),  # a line is no JSON object
    "key-unknown": IssueCode("info"),  # a key that nothing is read from
    "original-missing": IssueCode("error", refuses=True),  # a document was to be read again, and the archive has no bytes of it
    "page-gone": IssueCode("warning"),  # the server says that there is no such page; a document read from it stays
    "page-refused": IssueCode("warning"),  # the site's robots.txt does not allow it
    "page-unreachable": IssueCode("error", refuses=True),  # asked for again by the next run
    "pages-failed": IssueCode("error", red=True),  # half of the pages asked for, or more, could not be fetched
    "path-unsafe": IssueCode("error", refuses=True),  # an entry's path leads out of its bundle
    "reader-failed": IssueCode("error", refuses=True),  # reading the document raised an exception: it keeps its last reading, if any
    "row-invalid": IssueCode("error", refuses=True),  # a row has not the fields of its table
    "source-binary": IssueCode("error", refuses=True),
    "source-empty": IssueCode("warning", refuses=True),  # no text in it
    "source-failed": IssueCode("error", red=True),  # pulling it raised an exception that nobody expected
    "source-kind-unknown": IssueCode("warning"),  # not a kind of file that documents are read from
    "source-missing": IssueCode("error", red=True),  # no such file or folder, or nothing matches the pattern
    "source-structure": IssueCode("error", refuses=True, red=True),  # it has not the structure that was expected
    "source-unreachable": IssueCode("error", red=True),  # its list, feed or prefix could not be fetched
    "source-unreadable": IssueCode("error", refuses=True, red=True),  # the operating system refuses to give it
    "source-uri-duplicate": IssueCode("warning", refuses=True),  # another source has a document of the same name; the first one counts
    "text-invalid": IssueCode("error", refuses=True),  # the text holds what no text has, such as NUL
    "text-missing": IssueCode("error", refuses=True),  # a record without text
    "value-invalid": IssueCode("warning"),  # a title, address or language that is no string; the document goes through without
}


def source_issue(source_uri: str, code: str, message: str) -> schema.Issue:
    """An issue with a source or a record that has not become a document, or not as it is.

    Args:
        source_uri: Of the record where it has one, else of the file, else the source itself.
        code: One of `CODES`.
        message: One line for a person.

    Returns:
        The row; its document is null.
    """
    return schema.Issue(
        document_id=None,
        source_uri=source_uri,
        run=schema.UNPUBLISHED,
        severity=CODES[code].severity,
        code=code,
        char_start=None,
        char_end=None,
        message=" ".join(message.split()),
    )
