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
                start = clauses.ends[verb]
                while start < sentence.end and clauses.text[start] in OPENERS:
                    start += 1
                if start < sentence.end:
                    said = clauses.text[clauses.starts[verb] : clauses.ends[verb]]
                    quoted = clauses.text[start] in QUOTES
                    found.append(StatementFinding(start, sentence.end, index, said, clauses.actor(verb), quoted))
                speaking = True
            elif speaking and tokens and all(clauses.status[i] == "said" for i in tokens):
                found.append(StatementFinding(sentence.start, sentence.end, index, None, None, clauses.text[sentence.start] in QUOTES))
            else:
                speaking = False
        return found

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
