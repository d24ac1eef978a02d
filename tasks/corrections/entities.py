"""Corrections of entities across documents: that two are one, or that two are two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from tasks.corrections.draft import UnfitError
from tasks.corrections.files import FOLDER
from tasks.corrections.names import ENTITY_ID
from tasks.sources.source_issues import source_issue
from warehouse import schema

RULE = "link:correction"
ENTITY_KINDS = ("different-entities", "same-entity")


class Named(Protocol):
    """What a correction needs to know of a proposed entity; `warehouse.linking.Candidate` is one."""

    @property
    def entity_id(self) -> str:
        """Its id."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def name(self) -> str:
        """The name that most documents use."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""


def correct_links(
    candidates: Sequence[Named], links: Sequence[schema.Link], corrections: Sequence[schema.Correction]
) -> Iterator[schema.Link | schema.Issue]:
    """Make the corrections of entities to what linking found.

    What are two is parted before what is one is joined, so that an entity can be taken from one and given to another.

    Args:
        candidates: All proposed entities.
        links: What the rules found among them.
        corrections: The corrections in force; those of documents are passed over.

    Yields:
        All links, no target of which is linked itself, and an issue for every correction that fits none of the candidates. One
        that says what the rules have found, too, changes nothing.
    """
    graph = _Links(candidates, links)
    for kind, change in (("different-entities", graph.part), ("same-entity", graph.join)):
        for correction in corrections:
            if correction.kind == kind:
                try:
                    change(correction)
                except UnfitError as error:
                    message = f"{kind} {correction.subject!r}, {correction.value!r}: {error}"
                    yield source_issue(f"{FOLDER}/{correction.file_name}", "correction-unfit", message)
    yield from graph.links.values()


class _Links:
    """Links by proposed entity, while corrections change them."""

    def __init__(self, candidates: Sequence[Named], links: Sequence[schema.Link]) -> None:
        self.candidates = {candidate.entity_id: candidate for candidate in candidates}
        self.links = {link.proposed_entity_id: link for link in links}
        self.by_name: dict[str, set[str]] = {}
        self.by_alias: dict[str, set[str]] = {}
        for candidate in candidates:
            self.by_name.setdefault(candidate.name, set()).add(candidate.entity_id)
            for alias in candidate.aliases:
                self.by_alias.setdefault(alias, set()).add(candidate.entity_id)

    def root(self, entity_id: str) -> str:
        """What an entity is linked to, or itself."""
        link = self.links.get(entity_id)
        return entity_id if link is None else link.entity_id

    def part(self, correction: schema.Correction) -> None:
        """Undo what makes one of two; the second keeps what both are linked to."""
        first, second = (self._proposed(name) for name in (correction.subject, correction.value or ""))
        if first == second:
            raise UnfitError("these are one already as each document has them: namesake parts them document by document")
        if self.root(first) == self.root(second):
            del self.links[first if first in self.links else second]

    def join(self, correction: schema.Correction) -> None:
        """Link all that the first is to what the second is."""
        first, second = (self._rooted(name) for name in (correction.subject, correction.value or ""))
        kinds = [self.candidates[entity_id].kind for entity_id in (first, second)]
        if kinds[0] != kinds[1]:
            raise UnfitError(f"the one is a {kinds[0]}, the other a {kinds[1]}")
        if first == second:
            return
        for key, link in self.links.items():
            if link.entity_id == first:
                self.links[key] = replace(link, entity_id=second, corrected_by=correction.correction_id)
        self.links[first] = schema.Link(proposed_entity_id=first, entity_id=second, rule=RULE, corrected_by=correction.correction_id)

    def _proposed(self, name: str) -> str:
        found = self._called(name)
        if len(found) > 1:
            raise UnfitError(f"{len(found)} entities are called {name!r}: an id says which")
        return found.pop()

    def _rooted(self, name: str) -> str:
        found = {self.root(entity_id) for entity_id in self._called(name)}
        if len(found) > 1:
            raise UnfitError(f"{len(found)} entities are called {name!r}: an id says which")
        return found.pop()

    def _called(self, name: str) -> set[str]:
        by_id = {name} & self.candidates.keys()
        found = by_id if ENTITY_ID.fullmatch(name) else self.by_name.get(name) or self.by_alias.get(name)
        if not found:
            raise UnfitError(f"there is no entity {name!r}")
        return set(found)
