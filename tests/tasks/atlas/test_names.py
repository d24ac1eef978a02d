"""Names in the page's two languages."""

import pytest

from tasks.atlas.names import division_names, entity_names, find_division
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


@pytest.mark.parametrize(
    ("division", "told", "names"),
    [
        ("520400", {}, {"en": "Anshun", "zh": "安顺市"}),
        ("11/北京市", {"zh": "北京市"}, {"en": "Beijing", "zh": "北京市"}),
        ("65/图木舒克市", {"zh": "图木舒克市"}, {"en": "Tumxuk", "zh": "图木舒克市"}),
        ("DE-BY/慕尼黑", {"zh": "慕尼黑"}, {"en": "Munich", "zh": "慕尼黑"}),
        ("GB-ENG/Nether Moss", {"en": "Nether Moss", "zh": "下沼"}, {"en": "Nether Moss", "zh": "下沼"}),
        ("GB-ENG/Nether Moss", {"en": "Nether Moss"}, {"en": "Nether Moss", "zh": "Nether Moss"}),
    ],
)
def test_a_division_has_the_gazetteers_names_or_those_of_the_documents(division: str, told: dict[str, str], names: dict[str, str]) -> None:
    rows = [{"name": name, "language": language} for language, name in told.items()]
    assert division_names(find_division(division, rows, Gazetteer()), rows) == names
