"""What can be wrong with a source or a record: a closed list of codes."""

from collections.abc import Mapping

from warehouse import schema

SEVERITIES: Mapping[str, str] = {
    "date-invalid": "warning",  # the date is none; the document goes through without
    "encoding-unknown": "error",  # refused
    "id-duplicate": "error",  # a second record with the id of an earlier one: refused
    "id-from-content": "info",  # records without an id of their own are known by the hash of their text
    "json-invalid": "error",  # a line is no JSON object: refused
    "key-unknown": "info",  # a key that nothing is read from
    "reader-failed": "error",  # reading the document raised an exception: it keeps its last reading, if any
    "source-binary": "error",  # refused
    "source-empty": "warning",  # no text in it
    "source-kind-unknown": "warning",  # not a kind of file that documents are read from
    "source-missing": "error",  # no such file or folder, or nothing matches the pattern
    "source-unreadable": "error",  # the operating system refuses to give it
    "source-uri-duplicate": "warning",  # another source of the run has a document of the same relative name; the first one counts
    "text-invalid": "error",  # the text holds what no text has, such as NUL: refused
    "text-missing": "error",  # a record without text: refused
    "value-invalid": "warning",  # a title, address or language that is no string; the document goes through without
}

# Of a record or file that might have become a document and has not.
REFUSALS = frozenset(
    {
        "encoding-unknown",
        "id-duplicate",
        "json-invalid",
        "reader-failed",
        "source-binary",
        "source-empty",
        "source-unreadable",
        "source-uri-duplicate",
        "text-invalid",
        "text-missing",
    }
)


def source_issue(source_uri: str, code: str, message: str) -> schema.Issue:
    """An issue with a source or a record that has not become a document, or not as it is.

    Args:
        source_uri: Of the record where it has one, else of the file, else the source itself.
        code: One of `SEVERITIES`.
        message: One line for a person.

    Returns:
        The row; its document is null.
    """
    return schema.Issue(
        document_id=None,
        source_uri=source_uri,
        run=schema.UNPUBLISHED,
        severity=SEVERITIES[code],
        code=code,
        char_start=None,
        char_end=None,
        message=" ".join(message.split()),
    )
