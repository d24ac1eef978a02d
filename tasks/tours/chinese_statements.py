"""What a Chinese text reports persons as saying."""

from tasks.entities.chinese_tokens import PUNCTUATION
from tasks.tours.chinese_clauses import ChineseClauses
from tasks.tours.statements import StatementFinding

OPENERS = "，：,: 　了"
QUOTES = "“「『"


class ChineseStatements:
    """Finds statements.

    Args:
        clauses: What the grammar sees in the document.
    """

    def __init__(self, clauses: ChineseClauses) -> None:
        """Take the marks of the document."""
        self.clauses = clauses

    def statements(self) -> list[StatementFinding]:
        """All statements, one per sentence, in order of the text; a speech that goes on has no verb and no actor of its own."""
        clauses = self.clauses
        found: list[StatementFinding] = []
        speaking = False
        line = -1
        for index, sentence in enumerate(clauses.tokens.sentences):
            tokens = clauses.tokens.sentence_tokens(index)
            if sentence.line != line:
                speaking, line = False, sentence.line
            verb = self._verb(tokens)
            if verb is not None:
                start = self._past_addressee(verb, tokens.stop)
                while start < sentence.end and clauses.text[start] in OPENERS:
                    start += 1
                if start < sentence.end:
                    said = clauses.text[clauses.starts[verb] : clauses.ends[verb]]
                    quoted = clauses.text[start] in QUOTES
                    found.append(StatementFinding(start, sentence.end, index, said, clauses.actor(verb), quoted))
                speaking = True
            elif self._is_quotation(index) and (after := self._after_quotation(index)) is not None:
                said = clauses.text[clauses.starts[after] : clauses.ends[after]]
                found.append(StatementFinding(sentence.start, sentence.end, index, said, clauses.actor(after), True))
                speaking = False
            elif speaking and tokens and all(clauses.status[i] == "said" for i in tokens):
                found.append(StatementFinding(sentence.start, sentence.end, index, None, None, clauses.text[sentence.start] in QUOTES))
            else:
                speaking = False
        return found

    def _is_quotation(self, index: int) -> bool:
        """Whether a sentence is a quotation and nothing else."""
        sentence = self.clauses.tokens.sentences[index]
        text = self.clauses.text
        return text[sentence.start] in QUOTES and text[sentence.end - 1] in "”」』"

    def _past_addressee(self, verb: int, stop: int) -> int:
        """Where the words after a verb of saying and the one spoken to begin: "告诉他，…"."""
        clauses = self.clauses
        addressed = verb + 1 < stop and (clauses.is_person(verb + 1) or clauses.words[verb + 1].text in clauses.sets["third_person"])
        if addressed and verb + 2 < stop and clauses.is_clause_end(verb + 2):
            return clauses.ends[verb + 1]
        return clauses.ends[verb]

    def _after_quotation(self, index: int) -> int | None:
        """The verb of the sentence after a quotation, where that only says whose words it was: "“……。”某某说。"."""
        clauses = self.clauses
        if index + 1 >= len(clauses.tokens.sentences) or clauses.tokens.sentences[index + 1].line != clauses.tokens.sentences[index].line:
            return None
        tokens = clauses.tokens.sentence_tokens(index + 1)
        said = [i for i in tokens if "say" in clauses.words[i].kinds and clauses.span_at[i] < 0 and clauses.status[i] == "told"]
        alone = len(said) == 1 and said[0] + 1 < tokens.stop and clauses.is_clause_end(said[0] + 1) and said[0] + 2 >= tokens.stop
        return said[0] if alone else None

    def _verb(self, tokens: range) -> int | None:
        """The verb of saying whose content is marked as said."""
        clauses = self.clauses
        for i in tokens:
            if (
                "say" in clauses.words[i].kinds
                and clauses.span_at[i] < 0
                and clauses.status[i] == "told"
                and i + 1 < tokens.stop
                and any(clauses.status[j] == "said" for j in range(i + 1, min(i + 3, tokens.stop)))
                and clauses.words[i] is not PUNCTUATION
            ):
                return i
        return None
