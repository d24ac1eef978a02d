"""Where stops of English reports lie: namesakes, containers behind a comma, towns that no table has."""

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document


def where(text):
    reading = read_document(SourceDocument(source_uri="memory#t", text=text, language="en"), load_lexicon())
    return {stop.place: (stop.country, stop.province, stop.city) for stop in reading.stops}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Minister Ama Mensah visited Freetown, Sierra Leone, on Monday. She toured the Princess Clinic, Tower Hill.",
            {"Princess Clinic, Tower Hill": ("Sierra Leone", "Western Area", "Freetown")},
        ),
        (
            "Minister Ama Mensah toured Selwyn Market in Victoria, Seychelles, on Monday.",
            {"Selwyn Market in Victoria, Seychelles": ("Seychelles", "La Rivière Anglaise", "Victoria")},
        ),
        (
            "Minister Nimal Silva visited the library in Kandy, Sri Lanka, on Monday. He then inspected a school at Muhamvillu.",
            {
                "library in Kandy, Sri Lanka": ("Sri Lanka", "Central", "Kandy"),
                "school at Muhamvillu": ("Sri Lanka", "Central", "Muhamvillu"),
            },
        ),
        (
            "Minister Nimal Silva visited Kandy Library and Jaffna Library in Sri Lanka on Monday. He then toured a school at Muhamvillu.",
            {
                "Kandy Library": ("Sri Lanka", "Central", "Kandy"),
                "Jaffna Library in Sri Lanka": ("Sri Lanka", "Northern", "Jaffna"),
                "school at Muhamvillu": ("Sri Lanka", None, "Muhamvillu"),
            },
        ),
        (
            "Premier Kang Il Su visited the Sariwon Mill in the DPRK on Monday. He praised heroic Korea at the Ryonghung Clinic.",
            {
                "Sariwon Mill in the DPRK": ("North Korea", "North Hwanghae", "Sariwon"),
                "Ryonghung Clinic": ("North Korea", "North Hwanghae", "Sariwon"),
            },
        ),
    ],
)
def test_stops_lie_where_the_text_tells(text, expected):
    assert where(text) == expected
