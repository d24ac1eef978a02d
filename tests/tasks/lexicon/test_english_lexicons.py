import csv
import re

import pytest

from tasks.lexicon.seed_tables import SEEDS, read_seed_table

NAME_HEADS = ("lexicon/en/name_heads.csv", ("word", "kind", "site", "level"), 1)
OFFICES = ("lexicon/en/offices.csv", ("phrase", "class"), 2)
VERBS = ("lexicon/en/verbs.csv", ("lemma", "forms", "class", "activity", "complement"), None)
FUNCTION_WORDS = ("lexicon/en/function_words.csv", ("word", "class"), 2)
TABLES = [NAME_HEADS, OFFICES, VERBS, FUNCTION_WORDS]

CLOSED = [
    (NAME_HEADS, "kind", {"organization", "place"}),
    (NAME_HEADS, "site", {"yes", "no", "settlement", "region", "street"}),
    (NAME_HEADS, "level", {"", "country", "province", "city", "county", "town", "village"}),
    (OFFICES, "class", {"office", "honorific", "honorific_upper", "rank", "royal", "postnominal", "modifier"}),
    (VERBS, "class", {"visit", "go", "activity", "say", "accompany", "comprise", "represent", "meet", "depart", "plan", "invite"}),
    (
        VERBS,
        "activity",
        {"", "inspect", "research", "visit", "meet", "attend", "listen", "watch", "tour", "pay_respects", "arrive", "talk", "open"},
    ),
    (
        FUNCTION_WORDS,
        "class",
        {
            "determiner", "pronoun", "personal_subject", "preposition", "locative_preposition", "temporal_preposition",
            "conjunction", "subordinator", "modal", "auxiliary", "negation", "connective", "month", "weekday", "ordinal",
            "number", "sentence_starter",
        },
    ),
]  # fmt: skip

PREPOSITIONS = {"to", "at", "in", "into", "with", "from", "by", "on"}


def rows_of(table):
    path, columns, _ = table
    return list(read_seed_table(path, columns))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0])
def test_rows_are_lower_case_and_trimmed(table):
    at_fault = [row for row in rows_of(table) if any(field != field.strip().lower() or "  " in field for field in row) or not row[0]]
    assert at_fault == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table[0])
def test_rows_are_sorted_and_unique(table):
    rows = rows_of(table)
    keys = [(row[0], row[2]) for row in rows] if table is VERBS else [row[: table[2]] for row in rows]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(("table", "column", "values"), CLOSED, ids=lambda part: part if isinstance(part, str) else "")
def test_closed_columns_use_exactly_their_values(table, column, values):
    index = table[1].index(column)
    assert {row[index] for row in rows_of(table)} == values


def test_only_administrative_heads_have_a_level():
    at_fault = [row for row in rows_of(NAME_HEADS) if row[3] and row[2] not in {"settlement", "region"}]
    assert at_fault == []


def test_kind_agrees_with_site():
    at_fault = [row for row in rows_of(NAME_HEADS) if (row[2] == "no") > (row[1] == "organization")]
    at_fault += [row for row in rows_of(NAME_HEADS) if row[2] in {"settlement", "region", "street"} and row[1] != "place"]
    assert at_fault == []


def test_every_verb_form_is_one_token_and_unique_in_its_row():
    at_fault = [
        row
        for row in rows_of(VERBS)
        if not all(re.fullmatch(r"['\w’-]+", form) for form in row[1].split(" ")) or len(set(row[1].split())) != len(row[1].split())
    ]
    assert at_fault == []


def test_complements_are_object_or_prepositions():
    at_fault = [row for row in rows_of(VERBS) if row[4] not in {"", "object"} and not set(row[4].split()) <= PREPOSITIONS]
    assert at_fault == []


def test_visit_and_go_say_what_names_the_place():
    at_fault = [row for row in rows_of(VERBS) if row[2] in {"visit", "go"} and not (row[3] and row[4])]
    assert at_fault == []


@pytest.mark.parametrize(
    ("form", "verb_class"),
    [
        ("visited", "visit"),
        ("paid_a_visit_to", "visit"),
        ("gave_field_guidance_at", "visit"),
        ("conducted_an_inspection_tour_of", "visit"),
        ("called_on", "visit"),
        ("went_round", "visit"),
        ("arrived", "go"),
        ("went_deep_into", "go"),
        ("laid_a_wreath", "activity"),
        ("unveiled", "activity"),
        ("emphasised", "say"),
        ("emphasizing", "say"),
        ("pointed_out", "say"),
        ("was_accompanied_by", "accompany"),
        ("had_work_exchanges", "meet"),
        ("wound_up", "depart"),
        ("is_scheduled_to", "plan"),
        ("travelled", "go"),
        ("traveled", "go"),
        ("invited", "invite"),
        ("undertook_an_official_visit_to", "visit"),
        ("wrapped_up_a_visit_to", "depart"),
        ("squatted_down", "activity"),
        ("paid_his_respects", "activity"),
        ("made_her_way", "go"),
    ],
)
def test_irregular_and_multiword_forms_are_inflected(form, verb_class):
    assert any(form in row[1].split() and row[2] == verb_class for row in rows_of(VERBS))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("museum", ("organization", "yes", "")),
        ("memorial hall", ("place", "yes", "")),
        ("police station", ("organization", "yes", "")),
        ("railway station", ("place", "yes", "")),
        ("politburo", ("organization", "no", "")),
        ("village", ("place", "settlement", "village")),
        ("autonomous region", ("place", "region", "province")),
        ("river", ("place", "region", "")),
        ("road", ("place", "street", "")),
        ("viharaya", ("place", "yes", "")),
        ("gardens", ("place", "yes", "")),
    ],
)
def test_heads_follow_the_annotation_convention(word, expected):
    assert {row[0]: row[1:] for row in rows_of(NAME_HEADS)}[word] == expected


def test_files_keep_every_row_on_one_line():
    for path, _, _ in TABLES:
        with (SEEDS / path).open(encoding="utf-8", newline="") as file:
            lines = [line for line in file if not line.startswith("#")]
        assert len(lines) == len(list(csv.reader(lines)))
