"""Who accompanied the visitor and who was met, in English: a table of wordings."""

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document

LEAD = "Minister Ama Mensah visited Tema General Hospital on Monday"


def parts(text):
    reading = read_document(SourceDocument(source_uri="memory#t", text=text, language="en"), load_lexicon())
    return {(part.part, part.name) for part in reading.participants if part.part != "visitor"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LEAD}, flanked by her deputy Joe Mills.", {("companion", "Joe Mills")}),
        (f"{LEAD}, accompanied by Yatta MP Basil Ndolo.", {("companion", "Basil Ndolo")}),
        (f"{LEAD} together with Health Minister Joe Mills.", {("companion", "Joe Mills")}),
        (f"{LEAD} in the presence of Mayor Rita Odoley.", {("companion", "Rita Odoley")}),
        (
            f"{LEAD}. Deputy Commissioner Joe Mills and Police Chief Afua Badu were present.",
            {("companion", "Joe Mills"), ("companion", "Afua Badu")},
        ),
        (
            f"{LEAD}. Among those who accompanied the governor on the visit were Councillor Joe Mills and Afua Badu.",
            {("companion", "Joe Mills"), ("companion", "Afua Badu")},
        ),
        (f"{LEAD} and met Foreign Minister Haider al-Bakri.", {("host", "Haider al-Bakri")}),
        (f"{LEAD} and was conducted round by the Medical Director, Dr Kofi Addo.", {("host", "Kofi Addo")}),
        (f"{LEAD}, where she was shown the new theatre by Director Kofi Addo.", {("host", "Kofi Addo")}),
        (f"{LEAD} and listened to a briefing by the head of surgery, Dr Kofi Addo.", {("host", "Kofi Addo")}),
        (f"{LEAD}. She visited the home of Kwesi Nyarko, a fisherman.", {("host", "Kwesi Nyarko")}),
        (f"{LEAD}. Spokesman Kofi Badu said she would return.", set()),
        (f"{LEAD}. Vice President Mary Poku, who spoke by telephone from Accra, praised her.", set()),
        (f"{LEAD}. The late Dr Kofi Addo, whose funeral took place in Accra, had founded it.", set()),
        (f"{LEAD}. She saw the former home of Kwesi Nyarko.", set()),
    ],
)
def test_companions_and_hosts(text, expected):
    assert parts(text) == expected
