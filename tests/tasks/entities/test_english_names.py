"""Names in English sentences: kinds, spans and titles."""

from itertools import pairwise

import pytest

from tasks.entities.english_names import EnglishNames
from tasks.lexicon.lexicon import load_lexicon
from tasks.text.sentences import split_sentences
from tasks.text.tokens import tokenize


def names(text):
    lexicon = load_lexicon()
    tokens = tokenize(text, 0, len(text), is_word=lexicon.english.is_word)
    finder = EnglishNames(lexicon.english, lexicon.gazetteer, lexicon.persons, text, tokens)
    return finder.find(split_sentences(text, tokens))


def found(text):
    return {(span.kind, span.text) for span in names(text) if span.kind is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They toured the Central Museum of Galle.", {("organization", "Central Museum of Galle")}),
        ("He went to the Kandy International Trade Centre.", {("organization", "Kandy International Trade Centre")}),
        ("She met the Workers' Union of Fiji.", {("organization", "Workers' Union of Fiji")}),
        ("He saw the Jiangbei Harbour and Shipping Group.", {("organization", "Jiangbei Harbour and Shipping Group")}),
        ("We saw the Luoyang No. 3 Hospital.", {("organization", "Luoyang No. 3 Hospital")}),
        ("She visited Save the Rivers Fund.", {("organization", "Save the Rivers Fund")}),
        (
            "They visited Luoyang City Bearings Co., Ltd. in Henan Province.",
            {("organization", "Luoyang City Bearings Co., Ltd."), ("place", "Henan")},
        ),
        ("He flew to the Kingdom of Bahrain.", {("place", "Bahrain")}),
        ("He saw Mt Tolbachik.", {("place", "Mt Tolbachik")}),
        ("They saw Deir al-Ghusun in Jordan.", {("place", "Jordan")}),
        ("She toured the Sandnes Library and Museum.", {("organization", "Sandnes Library and Museum")}),
        ("He gave P95 million and RM12.5 million to Kandy.", {("place", "Kandy")}),
        ("KALIVARO, July 17 - Rain fell in Kandy.", {("place", "KALIVARO"), ("place", "Kandy")}),
        (
            "They met UN High Commissioner for Refugees Anna Berg and Under-Secretary-General for Peace Operations Karl Olsen.",
            {("organization", "UN"), ("person", "Anna Berg"), ("person", "Karl Olsen")},
        ),
        ("He went to the Production Association Belmash.", {("organization", "Production Association Belmash")}),
        (
            "Gov. I. Bello met John A. Smith of the A. B. Shaw School.",
            {("person", "I. Bello"), ("person", "John A. Smith"), ("organization", "A. B. Shaw School")},
        ),
        ("Governor-General Quentin Marsh AC CVO met staff.", {("person", "Quentin Marsh")}),
        ("The Minister of Finance and Planning Kondwani Nankhumwa spoke.", {("person", "Kondwani Nankhumwa")}),
        (
            "The Ambassador to Armenia H. E. Andrea Marsh and General Syed Asim Bello came.",
            {("place", "Armenia"), ("person", "Andrea Marsh"), ("person", "Syed Asim Bello")},
        ),
        ("She chose Vitamin A. Many agreed.", set()),
        ("She lives in Grovelly, Kenya.", {("place", "Grovelly"), ("place", "Kenya")}),
        ("They saw Galle, Wexolia and Kandy.", {("place", "Galle"), ("place", "Wexolia"), ("place", "Kandy")}),
        ("He spoke at the 5th Global Lawyers Forum.", set()),
        ("They met the Provincial Committee and the Court.", set()),
        ("The Chinese delegation thanked the Thai guests.", set()),
        ("The Duke of Fairhaven and the Princess Royal came.", {("person", "Duke of Fairhaven"), ("person", "Princess Royal")}),
        ("They met with He Xiaoming, a villager.", {("person", "He Xiaoming")}),
        ("Mr. Miguel Head was present.", {("person", "Miguel Head")}),
        ("Squadron Leader Jane Castle RAF was in attendance.", {("person", "Jane Castle")}),
        ("They met Peter Marsh and Dr Joan Hill.", {("person", "Peter Marsh"), ("person", "Joan Hill")}),
        ("They drove to Peter Marsh and toured Lea Mills.", {("place", "Peter Marsh"), ("organization", "Lea Mills")}),
        ("Minister Pieter van der Berg met Senator Ana de los Ríos.", {("person", "Pieter van der Berg"), ("person", "Ana de los Ríos")}),
        ("They honoured the Reverend Dr. Samuel Martin Hill, Jr., again.", {("person", "Samuel Martin Hill, Jr")}),
        ("The late King Mongkut III opened it.", {("person", "King Mongkut III")}),
        ("Envoy to Sri Lanka Anna Weber came.", {("place", "Sri Lanka"), ("person", "Anna Weber")}),
        (
            "They saw St John of God Hospital.",
            {("organization", "St John of God Hospital")},
        ),
        ("She joined the University of the Hills and Valleys.", {("organization", "University of the Hills and Valleys")}),
        ("They met at Sacombank (SCB).", {("organization", "Sacombank"), ("organization", "SCB")}),
        (
            "They saw the Thorvald shipyard and the Kepri nature reserve.",
            {("organization", "Thorvald shipyard"), ("place", "Kepri nature reserve")},
        ),
        ("Rain fell in Uva, Central and Southern provinces.", {("place", "Uva"), ("place", "Central"), ("place", "Southern")}),
        ("Health and Education regions were told.", set()),
        ("He called on the Emir of Gwandu.", {("person", "Emir of Gwandu")}),
        (
            "She is patron of Riverside Sailors and the wife of the mayor of Tombwe.",
            {("organization", "Riverside Sailors"), ("place", "Tombwe")},
        ),
        (
            "With Council of Agriculture Minister Lin Mei-hua came House of Representatives Speaker Jun Reyes.",
            {
                ("organization", "Council of Agriculture"),
                ("person", "Lin Mei-hua"),
                ("organization", "House of Representatives"),
                ("person", "Jun Reyes"),
            },
        ),
    ],
)
def test_kinds_and_spans(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Prime Minister Wang Xiaoli spoke.", "Wang Xiaoli", "Prime Minister"),
        ("Minister of Trade and Tourism, Nimal Perera, spoke.", "Nimal Perera", "Minister of Trade and Tourism"),
        ("Minister for Home Affairs and Law K Fernando spoke.", "K Fernando", "Minister for Home Affairs and Law"),
        (
            "Wang Xiaoli, Secretary of the Hunan Provincial Party Committee, spoke.",
            "Wang Xiaoli",
            "Secretary of the Hunan Provincial Party Committee",
        ),
        ("Wang Xiaoli, president of the Hunan University, spoke.", "Wang Xiaoli", "president of the Hunan University"),
        ("The High Commissioner to Kenya Peter Johnson spoke.", "Peter Johnson", "High Commissioner to Kenya"),
    ],
)
def test_titles_before_and_after(text, name, title):
    (person,) = [span for span in names(text) if span.kind == "person"]
    assert (person.text, person.title) == (name, title)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "He met Lu Feng, Secretary of the Henan Provincial Party Committee, Gao Qiang, Governor, and Song Ping, Mayor of Kaifeng.",
            {
                "Lu Feng": "Secretary of the Henan Provincial Party Committee",
                "Gao Qiang": "Governor",
                "Song Ping": "Mayor of Kaifeng",
            },
        ),
        (
            "Present were the Minister of Trade and Tourism, Peter Wilson, the Minister of Health, Joan Smith, and others.",
            {"Peter Wilson": "Minister of Trade and Tourism", "Joan Smith": "Minister of Health"},
        ),
        ("The Governor and Peter Wilson toured the hospital.", {"Peter Wilson": None}),
        ("He met the Lord-Lieutenant of Angus (Mrs Patricia Wilson).", {"Patricia Wilson": "Lord-Lieutenant of Angus"}),
        ("At Barangay Malabing, the governor met citrus growers.", {}),
        ("He thanked the Commissioner for Health, Dr Peter Wilson.", {"Peter Wilson": "Commissioner for Health, Dr"}),
    ],
)
def test_every_person_of_a_list_keeps_the_own_office(text, titles):
    assert {span.text: span.title for span in names(text) if span.kind == "person"} == titles


def test_names_inside_a_title_are_marked():
    spans = names("Li Xiaoming, Secretary of the Hunan Provincial Party Committee, went to Kandy Hospital.")
    assert {span.text: span.in_title for span in spans if span.kind != "person"} == {
        "Hunan Provincial Party Committee": True,
        "Kandy Hospital": False,
    }


def test_the_body_of_an_office_between_commas_is_an_organization():
    assert ("organization", "Brighter Voices Overseas") in found(
        "The Princess Royal, Patron, Brighter Voices Overseas, today visited Galle."
    )


def test_headings_name_only_what_is_sure():
    assert found("President Concludes Successful State Visit to Kenya") == {("place", "Kenya")}


def test_spans_lie_in_the_text():
    text = "Governor Li Xiaoming of Guizhou’s Anshun City met the U.S. Secretary of State at St. Mary’s Hospital."
    spans = names(text)
    assert spans
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
