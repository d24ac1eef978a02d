"""The English grammar: from text to names, uses of places, parts, actions and statements."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tasks.entities.english_names import EnglishNames
from tasks.entities.english_positions import persons_by_position
from tasks.entities.referents import DocumentReferent, ReferentTable
from tasks.entities.restored import IntroducedName, RestoredName, find_restored_names
from tasks.entities.seats import STRAIGHT, named_seats
from tasks.entities.spans import NameSpan
from tasks.lexicon.lexicon import Lexicon
from tasks.text.sentences import LONGEST_SENTENCE, Sentence, quotations, split_sentences
from tasks.text.tokens import tokenize
from tasks.tours.english_anaphora import EnglishAnaphora
from tasks.tours.english_clauses import EnglishClauses
from tasks.tours.english_parts import EnglishParts
from tasks.tours.english_statements import EnglishStatements
from tasks.tours.english_visits import EnglishVisits
from tasks.tours.parsed import Cut, Parsed, Repair, SentenceSpan
from tasks.tours.uses import PlaceUse

PROMOTED = 0.8
SURE = 0.7
LEAD_SENTENCES = 4
SHORTEST_IN_TITLE = 4


def parse_english(text: str, title: str | None, lexicon: Lexicon) -> Parsed:
    """Parse an English document.

    Args:
        text: Its body.
        title: Its title.
        lexicon: All lexicons.

    Returns:
        What the grammar sees.
    """
    english = lexicon.english
    straight = text.translate(STRAIGHT)
    tokens = tokenize(text, 0, len(text), is_word=english.is_word)
    sentences = split_sentences(text, tokens)
    finder = EnglishNames(english, lexicon.gazetteer, lexicon.persons, text, tokens)
    names = persons_by_position(finder.find(sentences), tokens, text, english, lexicon.gazetteer, lexicon.persons)
    table = ReferentTable(lexicon.persons.same_person, lambda name: place_key(name, lexicon), lexicon.persons.variant_keys)
    table.resolve(names)
    restored = _restore(text, sentences, table.referents, lexicon)
    spans = _with_restored(_kinds(names, table), restored)
    quoted = quotations(text)
    clauses = EnglishClauses(english, text, tokens, sentences, spans, quoted, title)
    actions = clauses.actions()
    anaphora = EnglishAnaphora(clauses, table.of_span, actions)
    uses = anaphora.resolve(EnglishVisits(clauses).uses())
    for repair in restored:
        table.add_restored(_restored_span(text, repair), repair.name)
    uses = _promote(uses, table)
    table.finish()
    title_mentions = _title_mentions(title, table.referents, lexicon)
    _separate_joined_names(table.referents, lexicon)
    return Parsed(
        sentences=[SentenceSpan(sentence.start, sentence.end, sentence.line) for sentence in sentences],
        referents=table.referents,
        of_span=table.of_span,
        title_mentions=title_mentions,
        uses=uses,
        parts=EnglishParts(clauses).parts(),
        actions=anaphora.resolve(actions),
        statements=EnglishStatements(clauses, quoted).statements(),
        said=_said(clauses),
        cuts=[
            *(
                Cut("sentence", sentence.start, sentence.end)
                for sentence in sentences
                if sentence.last - sentence.first >= LONGEST_SENTENCE
            ),
            *(Cut("phrase", tokens[phrase.first].start, tokens[phrase.last - 1].end) for phrase in finder.phrases.cut),
        ],
        repairs=[Repair(found.name, found.char_start, found.char_end, found.rule) for found in restored],
        seats=named_seats(straight, english.seats),
    )


def place_key(name: str, lexicon: Lexicon) -> str:
    """What identifies a place's name within a document: the gazetteer's first entry, else the folded name."""
    found = lexicon.gazetteer.lookup(name, "en")
    return found[0].code if found else name.lower().removeprefix("the ")


def _kinds(names: Sequence[NameSpan], table: ReferentTable) -> list[NameSpan]:
    """The names, those of unknown kind with the kind of what they turned out to abbreviate."""
    result = []
    for span in names:
        referent = table.of_span.get((span.start, span.end))
        if span.kind is None and referent is not None:
            span = replace(span, kind=referent.kind, site=referent.site, rule=f"{referent.kind}:short-form", confidence=0.8)
        result.append(span)
    return result


def _restore(text: str, sentences: Sequence[Sentence], referents: Sequence[DocumentReferent], lexicon: Lexicon) -> list[RestoredName]:
    introduced = []
    for referent in referents:
        if referent.kind != "person":
            continue
        judged = lexicon.persons.judge(referent.name.split())
        if judged is None or judged.origin != "zh" or not judged.surname or not judged.given:
            continue
        first = referent.spans[0]
        lead = sentences[min(LEAD_SENTENCES, len(sentences)) - 1].end
        introduced.append(IntroducedName(referent.name, judged.surname, judged.given, first.start, first.end, first.start < lead))
    if not introduced:
        return []
    return find_restored_names(text, [(sentence.start, sentence.end) for sentence in sentences], introduced, lexicon.readings)


def _restored_span(text: str, found: RestoredName) -> NameSpan:
    return NameSpan(found.char_start, found.char_end, text[found.char_start : found.char_end], "person", "no", found.rule, found.confidence)


def _with_restored(spans: Sequence[NameSpan], restored: Sequence[RestoredName]) -> list[NameSpan]:
    """All spans in order, restored names in place of whatever they overlap."""
    starts = [found.char_start for found in restored]
    kept = [span for span in spans if not (before := bisect_left(starts, span.end)) or restored[before - 1].char_end <= span.start]
    kept += [NameSpan(found.char_start, found.char_end, "", "person", "no", found.rule, found.confidence) for found in restored]
    return sorted(kept, key=lambda span: span.start)


def _promote(uses: Sequence[PlaceUse], table: ReferentTable) -> list[PlaceUse]:
    """Take a capitalised name of unknown kind for a place where the text says that somebody went there."""
    result = []
    for use in uses:
        if use.span.rule.endswith((":described", ":named-site")) and use.status == "told":
            table.add(use.span)
        if use.span.kind is None:
            addressed = use.place_end > use.span.end  # "at Commercial Union, 1 Undershaft, London": what has an address is a place
            several = " " in use.span.text
            if use.weight < (SURE if addressed or several else PROMOTED) or use.status != "told":
                continue
            span = replace(use.span, kind="place", site="yes", rule="place:visited", confidence=0.6)
            table.add(span)
            use = replace(use, span=span)
        result.append(use)
    return result


def _title_mentions(title: str | None, referents: list[DocumentReferent], lexicon: Lexicon) -> list[tuple[NameSpan, DocumentReferent]]:
    """Names of the text that the title has, too, and persons whom only the title names; these join the referents."""
    if not title:
        return []
    found = []
    for referent in referents:
        inside = [form for form in {referent.name, *referent.aliases} if len(form) >= SHORTEST_IN_TITLE and form in title]
        if inside:
            fullest = min(inside, key=lambda form: (-len(form), form))
            found.append((NameSpan(0, 0, fullest, referent.kind, referent.site, f"{referent.kind}:in-title", 0.9), referent))
    tokens = tokenize(title, 0, len(title), is_word=lexicon.english.is_word)
    names = EnglishNames(lexicon.english, lexicon.gazetteer, lexicon.persons, title, tokens).find(split_sentences(title, tokens))
    joined = [
        NameSpan(token.start, token.end, token.text, "person", "no", "person:joined-pinyin", 0.8)
        for token in tokens
        if token.shape == "A" and lexicon.persons.split_joined_pinyin(token.text)
    ]
    known = {name for referent in referents for name in (referent.name, *referent.aliases)}
    for span in [*joined, *(name for name in names if name.kind == "person" and name.confidence >= SURE and " " in name.text)]:
        if span.text not in known and not any(lexicon.persons.same_person(span.text, name) for name in known if " " in name):
            known.add(span.text)
            referent = DocumentReferent("person", span.text)
            referents.append(referent)
            found.append((replace(span, start=0, end=0), referent))
    return found


def _separate_joined_names(referents: Sequence[DocumentReferent], lexicon: Lexicon) -> None:
    """Give "Xijinping" the name "Xi Jinping", the form in the text being an alias."""
    for referent in referents:
        if referent.kind == "person" and " " not in referent.name:
            split = lexicon.persons.split_joined_pinyin(referent.name)
            if split is not None:
                referent.aliases.add(referent.name)
                referent.name = " ".join(split)


def _said(clauses: EnglishClauses) -> list[tuple[int, int]]:
    """Stretches that are speech, plan or memory."""
    found: list[tuple[int, int]] = []
    for token in [token for token, status in zip(clauses.tokens, clauses.status, strict=True) if status != "told"]:
        if found and token.start - found[-1][1] <= 2:
            found[-1] = (found[-1][0], token.end)
        else:
            found.append((token.start, token.end))
    return found
