"""What English text tells as gone to, by whom, and what only looks like it."""

import datetime as dt

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.sources.document import SourceDocument
from tasks.tours.reader import read_document

STOPS = {
    "The governor of Delta State, Thomas Okafor, toured the port of Berbera and the construction site of the Hargeisa Ring Road.": [
        "port of Berbera",
        "construction site of the Hargeisa Ring Road",
    ],
    "Commissioner Marta Lindqvist visited the following places: the Port of Koper and the Jožef Stefan Institute.": [
        "Port of Koper",
        "Jožef Stefan Institute",
    ],
    "Governor Pavel Lopatin began his trip with a visit to the boiler house No. 6 of the village of Vakhrushi.": [
        "boiler house No. 6 of the village of Vakhrushi"
    ],
    "President Lazarus Banda received the Ambassador of Norway, Mr Lars Eide, at State House in Lilongwe.": [],
    "Governor Thomas Okafor urged all to visit the National Museum in Benin City and to attend services at St. Joseph's Cathedral.": [],
    "The council oversees the Gdynia Maritime Museum and visits the Hel Marine Station every week.": [],
    "In Beijing, Minister Tan Wei Ling will meet the mayor and tour the Haidian Science Park.": [],
    "Professor Anneke de Vries passed away on Saturday. She worked at the Ministry of Public Works and visited Bangladesh many times.": [],
    "President Ana Horvat visited the National Mosque, the National Museum and the National Library in Kuala Lumpur.": [
        "National Mosque",
        "National Museum",
        "National Library in Kuala Lumpur",
    ],
    "Governor Ana Horvat spoke on the national mosque and the public library.": [],
    "Minister Ana Horvat toured the Green Valley Project in Kandy.": ["Green Valley Project in Kandy"],
    "President Ana Horvat launched the Kandy Water Project on Monday.": [],
    "RADM Michael Day visited the Lowell Hospital.": ["Lowell Hospital"],
    "Governor Ana Horvat spent an hour visiting Netcore Ltd's Tea Factory in Kandy.": ["Tea Factory in Kandy"],
    "President Ana Horvat visited the Zadar Mill, which is part of the Adria Works in Split.": ["Zadar Mill"],
    "Governor Ana Horvat visited the Mission to Seafarers.": ["Mission to Seafarers"],
    "Governor Ana Horvat visited S. and A. Foods Limited in Kandy.": ["S. and A. Foods Limited in Kandy"],
    "Governor Ana Horvat laid foundation stone of a medical college in Kandy on Monday.": ["medical college in Kandy"],
    "Governor Ana Horvat attended a reception held at the Aston Museum.": ["Aston Museum"],
    "Governor Ana Horvat visited the Varna Mill. A meeting held at the Boyd Hotel had discussed it.": ["Varna Mill"],
    "Minister Ana Horvat visited the Galle Mill, the Peace Street Office and Beiwudu Town.": [
        "Galle Mill",
        "Peace Street Office",
        "Beiwudu Town",
    ],
    "The State Department says Secretary Ana Horvat visited the Galle Mill.": ["Galle Mill"],
    "Minister Ana Horvat visited U.S. military personnel and the Deir al-Ghusun Hospital.": ["Deir al-Ghusun Hospital"],
    "Princess Ana of Fairhaven visited the Muristan Clinic next to the Church of the Redeemer.": ["Muristan Clinic"],
    "Minister Ana Horvat unveiled the Morning Light sculpture at the Bergen Hospital.": ["Bergen Hospital"],
    "Governor Ana Horvat met members of the Basra Orchestra, who had played at the Vienna Opera.": [],
    "Finance Minister Ana Horvat said on Monday that taxes would fall during a visit to the Narva Mill.": ["Narva Mill"],
    "Finance Minister Ana Horvat said the treaty would be signed during his visit to Vienna.": [],
    "Speaking at State House on Friday, President Ana Horvat said the port would create jobs.": [],
    "Minister Ana Horvat visited the Tema Zoo. The very last stop in Kumasi was at Adum Museum.": ["Tema Zoo", "Adum Museum"],
    "It was the first time that a minister visited Sofala since the war.": [],
    "The Secretary-General visited the Ifo Camp and was briefed by Dr Ana Horvat.": ["Ifo Camp"],
    "Minister Ana Horvat visited the cities of Fez, Meknes and Rabat.": ["Fez", "Meknes", "Rabat"],
    "Minister Ana Horvat visited the Yanta Mill before leaving for Vienna.": ["Yanta Mill"],
    "The state news agency reported on Friday that Minister Ana Horvat visited the Zadar Mill.": ["Zadar Mill"],
    "The programme of the working visit of Minister Ana Horvat included a visit to the Zadar City Library.": ["Zadar City Library"],
    "Minister Ana Horvat gave field guidance to the May 11 Cable Factory.": ["May 11 Cable Factory"],
    "The Duchess of Fairhaven visited the Bay Hospice South West, Little Harbour, Porth Road, St Austell.": [
        "Bay Hospice South West, Little Harbour, Porth Road, St Austell"
    ],
    "Minister Ana Horvat visited the Varna Mill Museum, the home of the Rastoke Collection, and met residents.": ["Varna Mill Museum"],
}


def read(text):
    return read_document(SourceDocument(source_uri="told", text=text, published_on=dt.date(2024, 3, 1), language="en"), load_lexicon())


@pytest.mark.parametrize("text", STOPS, ids=lambda text: text[:40])
def test_places_gone_to(text):
    assert [stop.place for stop in read(text).stops] == STOPS[text]


def visitors(reading):
    return [
        [part.name for part in reading.participants if part.part == "visitor" and part.stop_id == stop.stop_id] for stop in reading.stops
    ]


def test_a_pronoun_means_the_person_of_its_gender():
    text = (
        "The Princess Royal and Vice Admiral Sir Tim Laurence visited the Temple of the Tooth Relic on Monday. "
        "She afterwards visited the Lady Ridgeway Hospital. He then visited the Kandy Naval Museum."
    )
    assert visitors(read(text)) == [["Princess Royal", "Tim Laurence"], ["Princess Royal"], ["Tim Laurence"]]


def test_princess_anne_is_the_princess_royal():
    text = (
        "The Princess Royal visited the Leeds Mill on Monday. Princess Anne also visited the Hull Dairy. "
        "The Princess, who came by train, then toured the York Bakery."
    )
    assert visitors(read(text)) == [["Princess Royal"]] * 3


def test_a_bare_title_means_the_one_princess_named():
    text = "Princess Anne visited the Leeds Mill on Monday. The Princess, who came by train, then toured the York Bakery."
    assert visitors(read(text)) == [["Anne"]] * 2


def test_the_two_ministers_are_both():
    text = (
        "Ministers Ana Horvat and Ivan Kolar visited the Plitvice Visitor Centre. The two ministers then walked through the Rastoke Mill "
        "Village. Horvat later met entrepreneurs at the Karlovac Business Park."
    )
    assert visitors(read(text)) == [["Ana Horvat", "Ivan Kolar"], ["Ana Horvat", "Ivan Kolar"], ["Ana Horvat"]]


def test_all_who_lead_a_delegation_go_where_it_goes():
    text = (
        "A delegation led by Chairman Peter Smith and Director Robert Miller visited the Seoul Metropolitan Council. "
        "They also toured the Gwangjang Market."
    )
    assert visitors(read(text)) == [["Peter Smith", "Robert Miller"]] * 2


def test_a_stop_that_the_text_names_and_locates_is_surer_than_one_that_is_guessed():
    text = "Minister Ana Horvat visited the Karlovac Business Park in Karlovac. Later the delegation went around Zzyzx."
    sure = read(text).stops[0].confidence
    guessed = read("The delegation toured Zzyzx Quendor on Monday.").stops
    assert sure > 0.8
    assert all(stop.confidence < sure for stop in guessed)


def test_a_line_of_places_heads_what_follows():
    text = (
        "Secretary Ana Horvat reported on her trip.\n\nJapan — Tokyo\n\nSecretary Horvat toured the Sanja Shrine.\n\n"
        "Malaysia — Kuala Lumpur\n\n"
        "She toured the National Mosque on Monday."
    )
    assert [(stop.place, stop.country) for stop in read(text).stops] == [("Sanja Shrine", "Japan"), ("National Mosque", "Malaysia")]


def test_a_place_is_meant_by_its_kind():
    text = "Governor Rosa Yap met residents on Friday. The Bantayan District Hospital had lost its roof. She inspected the hospital."
    assert [stop.place for stop in read(text).stops] == ["Bantayan District Hospital"]


def test_an_earlier_month_is_background():
    text = "Minister Ana Horvat on Tuesday visited the Zadar Hospital. In May, Horvat inspected the Port of Split."
    reading = read_document(SourceDocument(source_uri="told", text=text, published_on=dt.date(2024, 8, 20), language="en"), load_lexicon())
    assert [stop.place for stop in reading.stops] == ["Zadar Hospital"]


def test_a_chronicle_counts_weekdays_from_its_own_dates():
    text = "Minister Ana Horvat flew to Split on Sunday, 24 March. On Monday, she visited the Zadar Hospital."
    reading = read_document(SourceDocument(source_uri="told", text=text, published_on=dt.date(2024, 4, 1), language="en"), load_lexicon())
    assert reading.stops[-1].date_start == dt.date(2024, 3, 25)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "The delegation comprised Rector Anna Lind and Professor Ove Berg. On Tuesday it visited the University of Tartu.",
            ["Anna Lind", "Ove Berg"],
        ),
        ("Accompanying President Jane Doe were Ove Berg and Siri Holm. They visited the Tartu Museum.", ["Jane Doe"]),
        ("President Lena Moreau welcomed Chancellor Otto Brandt in Lyon on Monday. Brandt toured the Saone Hospital.", ["Otto Brandt"]),
        ("Dr. Ama Badu, Minister for Health, has pledged funds. Later the Minister visited the Bekwai Hospital.", ["Ama Badu"]),
    ],
)
def test_visitors_by_their_part(text, who):
    assert visitors(read(text))[0] == who


def test_each_member_of_a_family_has_own_stops():
    text = (
        "Clarence House\nThe Prince of Ardley, Duke of Fairhaven and The Duchess of Fairhaven today visited Bude Hospital. "
        "Their Royal Highnesses afterwards visited Bude School.\nKensington Palace\n"
        "The Duke of Marston this morning visited Hook Mill and was received by Dame Mary Berg."
    )
    assert visitors(read(text)) == [
        ["Prince of Ardley", "Duchess of Fairhaven"],
        ["Prince of Ardley", "Duchess of Fairhaven"],
        ["Duke of Marston"],
    ]
