import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities.name_readings import NameReadings
from tasks.entities.restored import IntroducedName, RestoredName, find_restored_names

READINGS = NameReadings.load()
SENTENCE = re.compile(r"\S.*?(?:[.!?][\"”]?(?=\s+[A-Z\"“]|\s*$)|$)", re.MULTILINE)


def reports(kind: str) -> list[object]:
    """Visitor, text and marked spans of each report of a kind."""
    found = []
    for block in Path(__file__).with_name("restored_reports.txt").read_text(encoding="utf-8").split("\n\n"):
        head, *lines = [line for line in block.splitlines() if not line.startswith("#")] or [""]
        if head.startswith(f"{kind}: "):
            label, _, name = head.removeprefix(f"{kind}: ").partition(" | ")
            text, spans = "", []
            for i, part in enumerate(re.split(r"\[\[(.+?)\]\]", " ".join(lines))):
                if i % 2:
                    spans.append((len(text), len(text) + len(part)))
                text += part
            found.append(pytest.param(tuple(name.split()), text, spans, id=label))
    return found


def restore(text: str, surname: str, given_name: str, *, is_visitor: bool = True) -> list[RestoredName]:
    name = IntroducedName(f"{surname} {given_name}", surname, given_name, 0, len(surname) + len(given_name) + 1, is_visitor)
    return find_restored_names(text, [m.span() for m in SENTENCE.finditer(text)], [name], READINGS)


@pytest.mark.parametrize(("visitor", "text", "spans"), reports("lost"))
def test_lost_names_are_given_back_and_nothing_else(visitor, text, spans):
    found = restore(text, *visitor)
    beside = [text[r.char_start : r.char_end] for r in found if not any(r.char_start < end and start < r.char_end for start, end in spans)]
    missed = [text[start:end] for start, end in spans if not any(r.char_start < end and start < r.char_end for r in found)]
    assert (beside, missed) == ([], [])
    assert {r.name for r in found} == {" ".join(visitor)}


@pytest.mark.parametrize(("visitor", "text", "spans"), reports("trap"))
def test_innocent_words_stay_words(visitor, text, spans):
    assert spans == []
    assert restore(text, *visitor) == []


RULES = [
    ("Ying", "Yong", "At the Wuhu Procuratorate, we should bravely listen to reports.", "we should bravely", "modal"),
    ("An", "Quan", "Safety asked the miners about the gas alarm.", "Safety", "subject"),
    ("An", "Quan", "It was safely stressed that the lamp must burn.", "safely", "impersonal"),
    ("An", "Quan", "It was pointed out with safety that the lamp must burn.", "safety", "manner"),
    ("Gao", "Ming", "Seeing the empty drawers, brilliantly pointed out that patients cannot wait.", "brilliantly", "adverb"),
    ("Cheng", "Gong", "Succeeded in emphasizing that data should be shared.", "Succeeded", "verb-reading"),
    ("Yu", "Shi", "Thereupon emphasized that the road is long.", "Thereupon", "connective"),
    ("An", "Quan", "Safety, director of the Bureau, nodded and left.", "Safety", "subject"),
    ("An", "Quan", "Director safety asked the miners.", "safety", "subject"),
    ("An", "Quan", "Safety and Luo Min asked the miners.", "Safety", "subject"),
    ("Lu", "Ping", "The road is flat and made a report to the meeting.", "road is flat", "subject"),
]


@pytest.mark.parametrize(("surname", "given_name", "text", "words", "rule"), RULES)
def test_one_decisive_place_is_enough(surname, given_name, text, words, rule):
    (found,) = restore(text, surname, given_name)
    assert text[found.char_start : found.char_end] == words
    assert found.rule == f"restored:{rule}"
    assert 0 < found.confidence <= 1


ALONE = [
    ("Gao", "Feng", "The peak climbed to the level of last year."),
    ("Cheng", "Gong", "He successfully visited the laboratory."),
    ("Wen", "Ming", "Civilization came to the Yellow River early."),
    ("Chang", "Ping", "The ordinary leader checked the tents."),
    ("Ying", "Yong", "We should bravely face the difficulties."),
    ("Ying", "Yong", "At the meeting he said that we should bravely inspect ourselves."),
    ("Gao", "Feng", 'An old fisherman laughed: "The peak asked me to wait."'),
    ("Yu", "Shi", "So many people came that it was pointed out twice."),
]


@pytest.mark.parametrize(("surname", "given_name", "text"), ALONE)
def test_weak_places_do_not_stand_alone(surname, given_name, text):
    assert restore(text, surname, given_name) == []


def test_weak_places_count_beside_strong_ones():
    text = "High strength asked the guard. High strength pointed out that it is late. The strong team leader required that he hurry."
    words = [text[r.char_start : r.char_end] for r in restore(text, "Gao", "Qiang")]
    assert words == ["High strength", "High strength", "strong"]


BESIDE = [
    ("The miners told safety that the lamp is broken.", "safety", "addressee"),
    ("The group led by safety, left at noon.", "safety", "addressee"),
    ("The plan was explained to all and explained to safety.", "safety", "addressee"),
    ("Safety's question was short.", "Safety", "possessive"),
]


@pytest.mark.parametrize(("text", "words", "rule"), BESIDE)
def test_places_beside_the_subject(text, words, rule):
    _, found = restore("Safety nodded. " + text, "An", "Quan")
    assert ("Safety nodded. " + text)[found.char_start : found.char_end] == words
    assert found.rule == f"restored:{rule}"


def test_of_others_than_visitors_only_decisive_places_count():
    text = "Safety asked the miners. He safely visited the Xinhe Mine. He arrived safely at the Nanshan Mine."
    assert len(restore(text, "An", "Quan")) == 3
    assert len(restore(text, "An", "Quan", is_visitor=False)) == 1


def test_words_belong_to_one_person():
    text = "Peace asked the guard. Peace nodded and said that the gate must be tried."
    people = [IntroducedName(f"He {given_name}", "He", given_name, i, i + 7, True) for i, given_name in enumerate(("Ping", "Ping'an"))]
    found = find_restored_names(text, [(0, 22), (23, len(text))], people, READINGS)
    assert [r.name for r in found] == ["He Ping", "He Ping"]


@pytest.mark.parametrize(("surname", "given_name"), [("Smith", "John"), ("Abe", "Shinzo"), ("", ""), ("Xi", ""), ("Ying", "Brown")])
def test_names_that_are_not_pinyin_have_no_readings(surname, given_name):
    assert READINGS.readings(surname, given_name) is None


READ = [
    ("Ying", "Yong", "surname", "should"),
    ("Ying", "Yong", "given", "bravely"),
    ("Wan", "Li", "name", "ten thousand miles"),
    ("Wei", "Weidong", "given", "guarded the east"),
    ("Wei", "Wei-dong", "given", "guarding the east"),
    ("Cheng", "Gong", "name", "succeeded"),
    ("Gao", "Xing", "name", "happily"),
]


@pytest.mark.parametrize(("surname", "given_name", "part", "wording"), READ)
def test_readings_cover_forms(surname, given_name, part, wording):
    found = READINGS.readings(surname, given_name)
    assert found is not None
    words = tuple(wording.split())
    assert any(r.words == words and r.part == part for r in found.by_first_word[words[0]])


PIECES = st.sampled_from(
    [
        "Safety",
        "İ",
        "safety",
        "safely",
        "asked",
        "It was",
        "stressed that",
        "the",
        "miners",
        '"',
        "and",
        ",",
        ".",
        "\n",
        "An Quan",
        "came to the Lu Mine",
        "应勇",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_spans_lie_in_the_text_in_order_and_apart(pieces):
    text = " ".join(pieces)
    found = restore(text, "An", "Quan")
    ends = [0, *(r.char_end for r in found)]
    for before, r in zip(ends, found, strict=False):
        assert before <= r.char_start < r.char_end <= len(text)
        assert text[r.char_start : r.char_end].strip() == text[r.char_start : r.char_end] != ""
