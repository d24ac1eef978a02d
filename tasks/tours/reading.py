"""The result of reading one document."""

from collections.abc import Sequence

from warehouse import schema
from warehouse.records import record


@record(frozen=True, kw_only=True, slots=True)
class Reading:
    """Rows of every document table for one document.

    Columns that only the load knows (`Column.at_load`) hold `schema.UNPUBLISHED`.
    """

    document: schema.Document
    paragraphs: tuple[schema.Paragraph, ...] = ()
    referents: tuple[schema.Referent, ...] = ()
    mentions: tuple[schema.Mention, ...] = ()
    stops: tuple[schema.Stop, ...] = ()
    participants: tuple[schema.Participant, ...] = ()
    statements: tuple[schema.Statement, ...] = ()
    theme_mentions: tuple[schema.ThemeMention, ...] = ()
    issues: tuple[schema.Issue, ...] = ()

    def rows(self, table: type[schema.Row]) -> Sequence[schema.Row]:
        """The reading's rows of one of `schema.DOCUMENT_TABLES`."""
        return (self.document,) if table is schema.Document else getattr(self, table.TABLE)
