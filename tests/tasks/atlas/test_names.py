"""Names in the page's two languages."""

import pytest

from tasks.atlas.names import division_names, entity_names
from tasks.lexicon.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "aliases", "expected"),
    [
        ("应勇", ["Ying Yong", "Ying"], {"en": "Ying Yong", "zh": "应勇"}),
        ("Ying Yong", ["Ying", "应勇"], {"en": "Ying Yong", "zh": "应勇"}),
        ("Ada Moss", ["Moss"], {"en": "Ada Moss", "zh": "Ada Moss"}),
        ("王小明", [], {"en": "王小明", "zh": "王小明"}),
    ],
)
def test_an_entity_has_the_alias_of_the_language_or_its_one_name(name: str, aliases: list[str], expected: dict[str, str]) -> None:
    assert entity_names(name, aliases) == expected


def test_a_division_has_the_gazetteers_names_and_without_a_code_those_of_the_documents() -> None:
    gazetteer = Gazetteer()
    assert division_names("520400", [], gazetteer) == {"en": "Anshun", "zh": "安顺市"}
    told = [{"name": "Dover", "language": "en"}, {"name": "多佛", "language": "zh"}]
    assert division_names("GB-ENG/Dover", told, gazetteer) == {"en": "Dover", "zh": "多佛"}
    assert division_names("GB-ENG/Dover", told[:1], gazetteer) == {"en": "Dover", "zh": "Dover"}
