"""One entity in two languages: evidence beyond spelling, and what it may not do."""

from dataclasses import dataclass

import pytest

from tasks.entities.resolution import link_entities, load_translations, romanisations


@dataclass(frozen=True)
class Entity:
    """A candidate for linking."""

    entity_id: str
    kind: str
    name: str
    language: str
    offices: tuple[str, ...] = ()
    presences: tuple[str, ...] = ()
    province: str | None = None
    city: str | None = None
    county: str | None = None
    admin_code: str | None = None


def linked(*entities: Entity) -> dict[str, str]:
    """Links by the id of what is linked."""
    return {link.proposed_entity_id: link.entity_id for link in link_entities(entities)}


@pytest.mark.parametrize(
    ("name", "spelling"), [("应勇", "yingyong"), ("单小川", "shanxiaochuan"), ("欧阳靖", "ouyangjing"), ("段春雨", "chunyuduan")]
)
def test_romanisations(name: str, spelling: str) -> None:
    assert spelling in set(romanisations(name, load_translations()))


def test_romanised_name_and_office() -> None:
    assert linked(
        Entity("a", "person", "应勇", "zh", ("最高人民检察院检察长",)), Entity("b", "person", "Ying Yong", "en", ("Procurator-General",))
    ) == {"b": "a"}


def test_office_decides_between_two_of_one_spelling() -> None:
    mayor, rector = Entity("a", "person", "李伟", "zh", ("市长",)), Entity("b", "person", "李薇", "zh", ("校长",))
    assert linked(mayor, rector, Entity("c", "person", "Li Wei", "en", ("Mayor",))) == {"c": "a"}
    assert linked(mayor, rector, Entity("c", "person", "Li Wei", "en")) == {}


def test_spelling_alone_needs_three_syllables_and_no_rival() -> None:
    assert linked(Entity("a", "person", "陆承远", "zh"), Entity("b", "person", "Lu Chengyuan", "en")) == {"b": "a"}
    assert linked(Entity("a", "person", "李强", "zh"), Entity("b", "person", "Li Qiang", "en")) == {}
    assert linked(Entity("a", "person", "陆承远", "zh", ("省长",)), Entity("b", "person", "Lu Chengyuan", "en", ("Professor",))) == {}


def test_body_of_a_division() -> None:
    chinese = Entity("a", "organization", "贵阳市人民检察院", "zh", (), (), "贵州省", "贵阳市", None, "520100")
    english = Entity("b", "organization", "Guiyang Procuratorate", "en", (), (), "Guizhou", "Guiyang", None, "520100")
    elsewhere = Entity("c", "organization", "Anshun Procuratorate", "en", (), (), "Guizhou", "Anshun", None, "520400")
    assert linked(chinese, english, elsewhere) == {"b": "a"}


GUIYANG, NEARBY, LATER = "520100/2024-07-01/2024-07-03", "520115/2024-07-02/2024-07-02", "520100/2024-07-04/2024-07-04"
ELSEWHERE = "330100/2024-07-02/2024-07-02"


def chinese(entity_id: str, name: str, *presences: str, office: str | None = None) -> Entity:
    """A person of Chinese reports."""
    return Entity(entity_id, "person", name, "zh", (office,) if office else (), presences)


def english(entity_id: str, name: str, *presences: str, office: str | None = None) -> Entity:
    """A person of English reports."""
    return Entity(entity_id, "person", name, "en", (office,) if office else (), presences)


@pytest.mark.parametrize(
    ("entities", "expected", "reason"),
    [
        ([chinese("a", "李强", GUIYANG), english("b", "Li Qiang", NEARBY)], {"b": "a"}, "one city on one day, county or not"),
        ([chinese("a", "李强", GUIYANG), english("b", "Li Qiang", LATER)], {}, "one city, another day"),
        ([chinese("a", "李强", GUIYANG), english("b", "Li Qiang", ELSEWHERE)], {}, "one day, another city"),
        (
            [chinese("a", "李强", GUIYANG), chinese("c", "李蔷", ELSEWHERE), english("b", "Li Qiang", NEARBY)],
            {"b": "a"},
            "one of two was there",
        ),
        ([chinese("a", "李强", GUIYANG), chinese("c", "李蔷", NEARBY), english("b", "Li Qiang", NEARBY)], {}, "both were there"),
        ([chinese("a", "李强"), chinese("c", "李蔷"), english("b", "Li Qiang")], {}, "spelling alone, two candidates"),
        ([chinese("a", "李强", GUIYANG), english("b", "Wang Qiang", NEARBY)], {}, "another name on the same stop"),
        (
            [chinese("a", "李强", GUIYANG, office="市长"), english("b", "Li Qiang", NEARBY, office="President of the University")],
            {},
            "offices that speak against it",
        ),
        (
            [chinese("a", "李强", GUIYANG, office="总工程师"), english("b", "Li Qiang", NEARBY, office="Chief Tester")],
            {"b": "a"},
            "offices of which the table knows nothing",
        ),
        (
            [
                chinese("a", "李强", GUIYANG, office="市长"),
                chinese("c", "李蔷", ELSEWHERE, office="市长"),
                english("b", "Li Qiang", NEARBY, office="Mayor"),
            ],
            {"b": "a"},
            "two of one office: the stop decides",
        ),
        (
            [chinese("a", "李强", "FR-IDF/2024-07-01/2024-07-02"), english("b", "Li Qiang", "FR-IDF/2024-07-02/2024-07-02")],
            {"b": "a"},
            "abroad",
        ),
    ],
)
def test_shared_stops(entities: list[Entity], expected: dict[str, str], reason: str) -> None:
    assert linked(*entities) == expected, reason
