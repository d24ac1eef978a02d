"""Places by name, by context and in the tables' columns."""

import csv
import math

import pytest

from tasks.lexicon.division import Level, name_key
from tasks.lexicon.gazetteer import MATCHED_POPULATION, Gazetteer, load_gazetteer
from tasks.lexicon.seed_tables import SEEDS


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.mark.parametrize(
    ("name", "language", "key"),
    [
        ("Xi'an", "en", "xian"),
        ("Xi’an", "en", "xian"),
        ("Ürümqi", "en", "urumqi"),
        ("Łódź", "en", "lodz"),
        ("Trinidad & Tobago", "en", "trinidadandtobago"),
        ("St. John's", "en", "stjohns"),
        ("贵州 省", "zh", "贵州省"),
    ],
)
def test_key_is_what_spellings_share(name: str, language: str, key: str) -> None:
    assert name_key(name, language) == key


@pytest.mark.parametrize(
    ("name", "language", "code"),
    [
        # class words
        ("Guizhou Province", "en", "520000"),
        ("Anshun City", "en", "520400"),
        ("Pingba District", "en", "520403"),
        ("Guiyang County", "en", "431021"),
        ("Guiyang", "en", "520100"),
        ("Ci County", "en", "130427"),
        ("Cixian", "en", "130427"),
        ("Qiannan Buyi and Miao Autonomous Prefecture", "en", "522700"),
        ("Enshi Tujia and Miao Autonomous Prefecture", "en", "422800"),
        ("Guangxi Zhuang Autonomous Region", "en", "450000"),
        ("Xinjiang Uygur Autonomous Region", "en", "650000"),
        ("Tibet Autonomous Region", "en", "540000"),
        ("Pudong New Area", "en", "310115"),
        ("the State of Hawaii", "en", "US-HI"),
        ("Irkutsk Oblast", "en", "RU-IRK"),
        ("South Hamgyong Province", "en", "KP-08"),
        # spellings
        ("Xian", "en", "610100"),
        ("Xi an", "en", "610100"),
        ("Lvliang", "en", "141100"),
        ("Luliang City", "en", "141100"),
        ("Peking", "en", "110000"),
        ("Macau", "en", "820000"),
        ("Shaanxi", "en", "610000"),
        ("Shanxi", "en", "140000"),
        ("Xigaze", "en", "540200"),
        # countries
        ("UK", "en", "GB"),
        ("the United States", "en", "US"),
        ("U.S.", "en", "US"),
        ("DPRK", "en", "KP"),
        ("Republic of Korea", "en", "KR"),
        ("Viet Nam", "en", "VN"),
        ("Georgia", "en", "GE"),
        ("斯里兰卡", "zh", "LK"),
        ("俄罗斯", "zh", "RU"),
        ("印度尼西亚", "zh", "ID"),
        # Chinese
        ("贵州", "zh", "520000"),
        ("平坝", "zh", "520403"),
        ("平坝县", "zh", "520403"),
        ("内蒙古", "zh", "150000"),
        ("St. Petersburg", "en", "geonames:498817"),
        ("Ho Chi Minh City", "en", "geonames:1566083"),
        ("New Delhi", "en", "geonames:1261481"),
        ("New York", "en", "geonames:5128581"),
        ("黔南", "zh", "522700"),
        ("黔南州", "zh", "522700"),
        ("黔南布依族苗族自治州", "zh", "522700"),
        ("恩施州", "zh", "422800"),
        ("广西", "zh", "450000"),
        ("和平区", "zh", None),
        # unknown, or nobody's alone
        ("Yichun", "en", None),
        ("Chaoyang District", "en", None),
        ("Nowhereville", "en", None),
        ("", "en", None),
    ],
)
def test_bare_name(gazetteer: Gazetteer, name: str, language: str, code: str | None) -> None:
    found = gazetteer.resolve(name, language)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("name", "language", "context", "code"),
    [
        ("Guiyang", "en", "430000", "431021"),  # Hunan's county, not Guizhou's capital
        ("Yichun", "en", "230000", "230700"),
        ("Yichun", "en", "360000", "360900"),
        ("Chaoyang District", "en", "110000", "110105"),
        ("Chaoyang District", "en", "220100", "220104"),
        ("朝阳区", "zh", "220000", "220104"),
        ("城关区", "zh", "620000", "620102"),
        ("Guizhou", "en", "520400", "520000"),  # the container of what the text names
        ("Moscow", "en", "US", "geonames:524901"),  # Idaho's is too small to be meant
        ("London", "en", "CA", "geonames:6058560"),  # Ontario's is not
        ("Cambridge", "en", "GB", "geonames:2653941"),
        ("Cambridge", "en", "US-MA", "geonames:4931972"),
        ("Jacksonville", "en", "US-NC", "geonames:4473083"),
    ],
)
def test_context_decides(gazetteer: Gazetteer, name: str, language: str, context: str, code: str) -> None:
    found = gazetteer.resolve(name, language, [gazetteer.division(context)])
    assert found is not None
    assert found.code == code


def test_small_town_needs_its_country(gazetteer: Gazetteer) -> None:
    found = [gazetteer.resolve("Tetbury", "en", [gazetteer.division(code)]) for code in ("GB", "CN")]
    assert [division and division.name_en for division in found] == ["Tetbury", None]


def test_earlier_context_weighs_more(gazetteer: Gazetteer) -> None:
    hunan, guizhou = gazetteer.division("430000"), gazetteer.division("520000")
    order = [gazetteer.resolve("Guiyang", "en", context) for context in ([hunan, guizhou], [guizhou, hunan])]
    assert [division.code for division in order if division] == ["431021", "520100"]


@pytest.mark.parametrize(
    ("name", "language", "fields"),
    [
        ("Pingba District", "en", ("China", "Guizhou", "Anshun", "Pingba", "520403")),
        ("Ruijin", "en", ("China", "Jiangxi", "Ganzhou", "Ruijin", "360781")),
        ("Beijing", "en", ("China", "Beijing", "Beijing", None, "110000")),
        ("Xuhui", "en", ("China", "Shanghai", "Shanghai", "Xuhui", "310104")),
        ("Hong Kong", "en", ("China", "Hong Kong", "Hong Kong", None, "810000")),
        ("济源市", "zh", ("中国", "河南省", "济源市", None, "419001")),
        ("平坝区", "zh", ("中国", "贵州省", "安顺市", "平坝区", "520403")),
        ("徐汇区", "zh", ("中国", "上海市", "上海市", "徐汇区", "310104")),
        ("福贡县", "zh", ("中国", "云南省", "怒江州", "福贡县", "533323")),
        ("容城县", "zh", ("中国", "河北省", "雄安新区", "容城县", "130629")),
        ("西咸新区", "zh", ("中国", "陕西省", "西安市", "西咸新区", "610100")),
        ("慕尼黑", "zh", ("德国", "巴伐利亚州", "慕尼黑", None, "DE-BY")),
        ("Kandy", "en", ("Sri Lanka", "Central", "Kandy", None, "LK-2")),
        ("Tetbury", "en", ("United Kingdom", "England", "Tetbury", None, "GB-ENG")),
        ("Derbyshire", "en", ("United Kingdom", "England", None, None, "GB-DBY")),
        ("Belfast", "en", ("United Kingdom", "Northern Ireland", "Belfast", None, "GB-NIR")),
        ("Singapore", "en", ("Singapore", None, "Singapore", None, "SG")),
        ("Tokyo", "en", ("Japan", "Tokyo", "Tokyo", None, "JP-13")),
        ("Osaka", "en", ("Japan", "Osaka", "Osaka", None, "JP-27")),
        ("North Carolina", "en", ("United States", "North Carolina", None, None, "US-NC")),
    ],
)
def test_admin_fields(gazetteer: Gazetteer, name: str, language: str, fields: tuple[str | None, ...]) -> None:
    division = gazetteer.resolve(name, language)
    assert division is not None
    assert gazetteer.admin_fields(division, language)[:5] == fields


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("520400", 26.25, 105.95), ("110000", 39.90, 116.40), ("659001", 44.31, 86.08), ("GB", 51.51, -0.13), ("US-HI", 21.31, -157.86)],
)
def test_seat_is_where_the_map_has_it(gazetteer: Gazetteer, code: str, latitude: float, longitude: float) -> None:
    division = gazetteer.division(code)
    assert division.latitude is not None
    assert division.longitude is not None
    assert math.dist((division.latitude, division.longitude), (latitude, longitude)) < 0.1


def test_most_prominent_comes_first(gazetteer: Gazetteer) -> None:
    assert [division.code for division in gazetteer.lookup("London", "en")][:2] == ["geonames:2643743", "geonames:6058560"]
    assert gazetteer.lookup("Jilin", "en")[0].code == "220000"


def test_small_towns_answer_only_when_asked_for(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Tetbury", "en") == ()
    assert [division.name_en for division in gazetteer.lookup("Tetbury", "en", least_population=0)] == ["Tetbury"]


def test_names_for_a_matcher(gazetteer: Gazetteer) -> None:
    english, chinese = gazetteer.names("en"), gazetteer.names("zh")
    assert english["guizhou"] == (gazetteer.division("520000"),)
    assert chinese["贵州省"] == (gazetteer.division("520000"),)
    assert "黔" not in chinese
    assert "tetbury" not in english
    assert all(division.population >= MATCHED_POPULATION for division in english["cambridge"] if division.kind == "city")
    assert max(map(len, filter(lambda key: not key.isascii(), chinese))) <= max(gazetteer.longest_name("zh"), 12)
    with pytest.raises(KeyError):
        english["tetbury"]


@pytest.mark.parametrize(
    ("name", "language", "ambiguous"),
    [
        ("Reading", "en", True),
        ("Of", "en", True),
        ("Mobile", "en", True),
        ("Guizhou", "en", False),
        ("China", "en", False),
        ("和平", "zh", True),
        ("东方", "zh", True),
        ("合肥", "zh", False),
        ("贵州省", "zh", False),
    ],
)
def test_ordinary_words_are_flagged(gazetteer: Gazetteer, name: str, language: str, ambiguous: bool) -> None:
    assert gazetteer.is_ambiguous_word(name, language) is ambiguous


@pytest.mark.parametrize(("word", "code"), [("Chinese", "CN"), ("Sri Lankan", "LK"), ("British", "GB"), ("Guizhou", None)])
def test_demonym(gazetteer: Gazetteer, word: str, code: str | None) -> None:
    found = gazetteer.demonym(word)
    assert (found and found.code) == code


def test_abbreviation(gazetteer: Gazetteer) -> None:
    assert [division.name_zh for sign in "黔粤沪" if (division := gazetteer.abbreviation(sign))] == ["贵州省", "广东省", "上海市"]
    assert gazetteer.abbreviation("好") is None


def rows(table: str) -> list[dict[str, str]]:
    with (SEEDS / "gazetteer" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_china_is_whole(gazetteer: Gazetteer) -> None:
    levels = [gazetteer.division(row["code"]).level for row in rows("china.csv") if row["code"][:2] not in ("71", "81", "82")]
    assert levels.count(Level.PROVINCE) == 31
    assert levels.count(Level.CITY) >= 333
    assert levels.count(Level.COUNTY) >= 2840


@pytest.mark.parametrize("table", ["china.csv", "provinces.csv", "districts.csv"])
def test_every_parent_exists_and_lies_higher(gazetteer: Gazetteer, table: str) -> None:
    for row in rows(table):
        division = gazetteer.division(row["code"])
        assert division.parent is not None
        assert gazetteer.division(division.parent).level.depth < division.level.depth


def test_every_province_has_a_short_chinese_name(gazetteer: Gazetteer) -> None:
    provinces = [row for row in rows("china.csv") if gazetteer.division(row["code"]).level is Level.PROVINCE]
    assert all(len(row["short_zh"].split("|")[0]) in (2, 3) for row in provinces), [row["short_zh"] for row in provinces]


def test_every_chinese_full_name_finds_its_division(gazetteer: Gazetteer) -> None:
    for row in rows("china.csv"):
        assert row["code"] in {division.code for division in gazetteer.lookup(row["name_zh"], "zh")}


def test_codes_are_unique() -> None:
    codes = [row["code"] for table in ("china.csv", "countries.csv", "provinces.csv", "districts.csv") for row in rows(table)]
    assert len(codes) == len(set(codes))
