import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.entities.name_lexicon import load_name_lexicon, spelling_key
from tasks.entities.person_names import PersonNames

NAMES = PersonNames.load()


def score(text: str) -> float:
    name = NAMES.judge(text.split())
    return 0.0 if name is None else name.score


@pytest.mark.parametrize(
    ("text", "surname", "given_name", "origin"),
    [
        ("Ying Yong", "Ying", "Yong", "zh"),
        ("Hu Zhongxiong", "Hu", "Zhongxiong", "zh"),
        ("Ouyang Xiu", "Ouyang", "Xiu", "zh"),
        ("Wenqi Tan", "Tan", "Wenqi", "zh"),
        ("Li Ji'an", "Li", "Ji'an", "zh"),
        ("Lü Guoqiang", "Lü", "Guoqiang", "zh"),
        ("Tsai Ing-wen", "Tsai", "Ing-wen", "zh"),
        ("Goh Chok Tong", "Goh", "Chok Tong", "zh"),
        ("Chan Sek Keong", "Chan", "Sek Keong", "zh"),
        ("Kim Yong Nam", "Kim", "Yong Nam", "ko"),
        ("Moon Jae-in", "Moon", "Jae-in", "ko"),
        ("Vo Van Thuong", "Vo", "Van Thuong", "vi"),
        ("Đỗ Mười", "Đỗ", "Mười", "vi"),
        ("Margaret Thatcher", "Thatcher", "Margaret", "western"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig", "western"),
        ("Lakshman Kadirgamar", "Kadirgamar", "Lakshman", "south_asian"),
    ],
)
def test_a_full_name_is_sure_and_decomposed(text: str, surname: str, given_name: str, origin: str) -> None:
    name = NAMES.judge(text.split())
    assert name is not None
    assert (name.surname, name.given, name.origin) == (surname, given_name, origin)
    assert name.score >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Mohammed bin Salman",
        "Vladimir Zhirinovsky",
        "Sarah O'Connor",
        "Niamh McAllister",
        "Jean-Pierre Raffarin",
        "K. Kamaraj",
        "S.W.R.D. Bandaranaike",
        "John F. Kennedy",
        "Maithripala Sirisena",
        "Chandrika Kumaratunga",
        "Junichiro Koizumi",
        "Mr. Thornhill",
        "Dr Subramaniam",
        "Sir Keith Holyoake",
        "King Charles III",
        "The Princess Royal",
        "The Duke of Edinburgh",
        "Queen Camilla",
        "MARGARET THATCHER",
        "Luosang Zhaxi",
    ],
)
def test_names_of_any_tradition_are_sure(text: str) -> None:
    assert score(text) >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Guizhou Province", "Supreme People", "West Lake", "Green Party", "Hong Kong", "New Era", "Great Hall", "May Day", "White House",
        "Prime Minister", "United Nations", "People's Daily", "Party Committee", "Sri Lanka", "Quang Ninh", "Ebony Tower",
        "U.S. Treasury",
        "The Duke of Edinburgh's Award", "Queen Elizabeth Hospital", "Mt. Fuji", "St. Helens",
        "Washington, DC", "Good Morning", "Long March",
        "A Team", "WTO", "the", "", "India-Sri Lanka", "Reverend Dr", "Mausoleum Road", "NW Washington", "HHS ORR", "Honiara Singapore",
    ],
)  # fmt: skip
def test_places_and_institutions_are_no_names(text: str) -> None:
    assert score(text) < 0.3


@pytest.mark.parametrize("text", ["Zorvak Quelith", "Brenor Tashwick"])
def test_unknown_words_of_a_name_s_shape_are_doubtful(text: str) -> None:
    assert 0.3 <= score(text) <= 0.5


def test_a_gazetteer_lowers_what_is_a_place() -> None:
    with_places = PersonNames.load(is_place=lambda name: name in {"Yong Ding", "Yongding"})
    assert score("Yong Ding") >= 0.7
    name = with_places.judge(["Yong", "Ding"])
    assert name is not None
    assert name.score <= 0.25


def test_the_honorific_is_set_apart() -> None:
    name = NAMES.judge(["Dr.", "Martin", "King", "Jr."])
    assert name is not None
    assert (name.honorific, name.given, name.surname, name.words) == ("Dr. Jr.", "Martin", "King", ("Dr.", "Martin", "King", "Jr."))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Wenqi Tan", "Tan Wenqi", True),
        ("Xijinping", "Xi Jinping", True),
        ("Kim Jong Un", "Kim Jong-un", True),
        ("Anura Kumara Dissanayake", "Anura Dissanayake", True),
        ("Anura Kumara Dissanayake", "A. K. Dissanayake", True),
        ("Anura Kumara Dissanayake", "A.K. Disanayaka", True),
        ("Anura Kumara Dissanayake", "Dissanayake", True),
        ("Dr. Helen Marsh", "Helen Marsh", True),
        ("JOSEPH R. BIDEN JR.", "Joe Biden", True),
        ("Tô Lâm", "To Lam", True),
        ("Zhang Wei", "Zhang Weiming", False),
        ("Zhang Wei", "Zheng Wei", False),
        ("Kim Jong Un", "Kim Jong Il", False),
        ("Mr. Marsh", "Mrs. Marsh", False),
        ("Helen Marsh", "Peter Marsh", False),
        ("Helen Marsh", "Helen Morton", False),
        ("A. Perera", "B. Perera", False),
    ],
)
def test_variants_of_a_name(a: str, b: str, same: bool) -> None:
    assert NAMES.same_person(a, b) is same
    assert NAMES.same_person(b, a) is same


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Xijinping", ("Xi", "Jinping")),
        ("Ouyangxiu", ("Ouyang", "Xiu")),
        ("Zhoudeyong", ("Zhou", "Deyong")),
        ("Shanxi", None),
        ("Beijing", None),
        ("Taiyuan", None),
        ("Jinping", None),
        ("Tianshui", None),
        ("Shijiazhuang", None),
        ("Language", None),
        ("Heilongjiang", None),
    ],
)
def test_joined_pinyin(word: str, parts: tuple[str, str] | None) -> None:
    assert NAMES.split_joined_pinyin(word) == parts


def test_a_title_allows_shorter_joined_names() -> None:
    assert NAMES.split_joined_pinyin("Liqiang", two_syllables=True) == ("Li", "Qiang")
    assert NAMES.split_joined_pinyin("Liqiang") is None


@pytest.mark.parametrize(
    ("name", "surname", "least", "most"),
    [
        ("应勇", "应", 0.7, 1.0),
        ("欧阳锋", "欧阳", 0.7, 1.0),
        ("李建国", "李", 0.9, 1.0),
        ("王国强", "王", 0.9, 1.0),
        ("宋 洋", "宋", 0.8, 1.0),
        ("舒瓦洛夫", "舒瓦洛夫", 0.3, 0.5),
        ("阿纳托利·普罗科皮耶夫", "普罗科皮耶夫", 0.9, 0.9),
    ],
)
def test_chinese_characters(name: str, surname: str, least: float, most: float) -> None:
    judged = NAMES.judge_hanzi(name)
    assert judged is not None
    assert judged.surname == surname
    assert least <= judged.score <= most


def test_a_gazetteer_lowers_places_in_characters() -> None:
    name = PersonNames.load(is_place=lambda name: name == "江西").judge_hanzi("江西")
    assert name is not None
    assert name.score <= 0.25


@pytest.mark.parametrize("name", ["北京市", "王的", "人民", "高新区", "Li", "李", "周委员会议"])
def test_chinese_words_are_no_names(name: str) -> None:
    assert NAMES.judge_hanzi(name) is None


@pytest.mark.parametrize(
    "surname", ["应 Ying", "任 Ren", "单 Shan", "解 Xie", "仇 Qiu", "区 Ou", "尉迟 Yuchi", "占 Zhan", "麦 Mai", "苗 Miao"]
)
def test_surnames_have_the_reading_that_surnames_have(surname: str) -> None:
    characters, pinyin = surname.split()
    assert characters in NAMES.hanzi.surnames
    assert pinyin.lower() in NAMES.pinyin.surnames


def test_spellings_of_one_name_share_a_key() -> None:
    assert len({spelling_key(name) for name in ("dissanayake", "disanayaka", "dissanayaka")}) == 1
    assert spelling_key("perera") != spelling_key("pieris")


WORD = st.one_of(
    st.sampled_from(
        ["Kim", "Xi", "van", "de", "Al", "bin", "The", "King", "Dr.", "J.P.", "Jr.", "Prince", "of", "Wei", "Mary", "Smith", "Lake"]
    ),
    st.text(min_size=1, max_size=12),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORD, min_size=0, max_size=9))
def test_any_words_get_a_bounded_score_and_keep_their_words(words: list[str]) -> None:
    name = NAMES.judge(words)
    if name is not None:
        assert 0.0 <= name.score <= 1.0
        assert name.words == tuple(words)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=4), st.lists(WORD, min_size=1, max_size=4))
def test_sameness_is_reflexive_and_symmetric(a: list[str], b: list[str]) -> None:
    left, right = " ".join(a), " ".join(b)
    assert NAMES.same_person(left, left)
    assert NAMES.same_person(left, right) == NAMES.same_person(right, left)


def test_given_names_and_surnames_are_lists_of_single_words() -> None:
    lexicon = load_name_lexicon()
    assert min(len(lexicon.given), len(lexicon.surnames)) > 20_000
    assert not [name for name in lexicon.given if " " in name or not name.isascii()]
