"""Offices before persons in Chinese text."""

import pytest

from tasks.lexicon.lexicon import load_lexicon
from tasks.tours.chinese import parse_chinese


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("7月2日，省委常委、宣传部部长张明华到信阳市调研。", {"张明华": "省委常委、宣传部部长"}),
        ("河南省副省长李伟军，市委书记蔡松涛陪同调研。", {"李伟军": "河南省副省长", "蔡松涛": "市委书记"}),
        ("新华社西安11月25日电国务委员兼外长王建国25日在西安考察。", {"王建国": "国务委员兼外长"}),
        ("張明華省長來到信陽市調研，副省長李偉軍陪同調研。", {"李偉軍": "副省長"}),
        ("7月2日，张明华来到信阳市调研，张明华强调要重视教育。", {"张明华": None}),
    ],
)
def test_an_office_goes_with_the_name_behind_it(text: str, titles: dict[str, str | None]) -> None:
    found = {span.text: span.title for referent in parse_chinese(text, None, load_lexicon()).referents for span in referent.spans}
    assert {name: found.get(name) for name in titles} == titles
