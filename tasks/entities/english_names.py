"""Names in English text: persons with their titles, organizations, places."""

from collections.abc import Iterator, Sequence

from tasks.entities.english_evidence import NameEvidence
from tasks.entities.english_kinds import FoundName, NameClassifier
from tasks.entities.english_neighbours import NameNeighbours
from tasks.entities.english_phrases import PhraseFinder
from tasks.entities.english_splitting import PhraseSplitter
from tasks.entities.english_titles import TitleFinder
from tasks.entities.person_names import PersonNames
from tasks.entities.spans import NameSpan
from tasks.lexicon.english import EnglishLexicon
from tasks.lexicon.gazetteer import Gazetteer
from tasks.text.sentences import Sentence
from tasks.text.tokens import Token


class EnglishNames:
    """Finds names in one English document.

    Args:
        lexicon: The English lexicon.
        gazetteer: Places of the world.
        persons: Judge of personal names.
        text: The document's text.
        tokens: Its tokens.
    """

    def __init__(self, lexicon: EnglishLexicon, gazetteer: Gazetteer, persons: PersonNames, text: str, tokens: Sequence[Token]) -> None:
        """Prepare the finders of phrases, parts, kinds and titles."""
        evidence = NameEvidence(lexicon, gazetteer, persons, text, tokens)
        self.phrases = PhraseFinder(lexicon, text, tokens)
        self.splitter = PhraseSplitter(evidence)
        self.classifier = NameClassifier(evidence, self.phrases.ordinary)
        self.neighbours = NameNeighbours(evidence)
        self.titles = TitleFinder(evidence)

    def find(self, sentences: Sequence[Sentence]) -> list[NameSpan]:
        """All names, in order of the text."""
        found: list[NameSpan] = []
        for sentence in sentences:
            names = list(self._names(sentence))
            names = self.neighbours.with_kinds(names, sentence)
            found.extend(name.span for name in self.titles.with_titles(names, sentence))
        return found

    def _names(self, sentence: Sentence) -> Iterator[FoundName]:
        heading = self.phrases.is_heading(sentence)
        for phrase in self.phrases.phrases(sentence, heading=heading):
            for part in self.splitter.parts(phrase.first, phrase.last):
                opens = phrase.opens_sentence and part.first == phrase.first
                yield from self.classifier.classify(part, sentence, opens=opens, heading=heading)
