"""Names in Chinese sentences written for this test."""

import pytest

from tasks.entities.chinese_names import ChineseNames
from tasks.entities.chinese_persons import ChinesePersons
from tasks.entities.chinese_referents import is_variant, same_person
from tasks.entities.chinese_tokens import ChineseTokens
from tasks.lexicon.lexicon import load_lexicon


def names(text: str) -> dict[str, set[str]]:
    """Names by kind."""
    lexicon = load_lexicon()
    tokens = ChineseTokens(lexicon.chinese, text.translate(lexicon.chinese.fold))
    tokens.learn(ChinesePersons(tokens, lexicon.persons).find())
    found: dict[str, set[str]] = {"person": set(), "organization": set(), "place": set()}
    for span in ChineseNames(tokens).find():
        found[str(span.kind)].add(text[span.start : span.end])
    return found


PERSONS = [
    ("省委书记、省人大常委会主任陆承远出席会议。", {"陆承远"}, "after a chain of offices"),
    ("欧阳靖指出，工作要抓实。", {"欧阳靖"}, "compound surname before a verb of saying"),
    ("副校长郭和对来宾表示欢迎。郭和说，合作前景广阔。", {"郭和"}, "given name that is a conjunction"),
    ("喀什地区专员吐尔逊·买买提介绍情况。", {"吐尔逊·买买提"}, "dotted name"),
    ("塞尔维亚总理布尔纳比奇在机场迎接。", {"布尔纳比奇"}, "transliteration after an office"),
    ("（记者 陶 然 摄影 金晓）昨日开幕。", {"陶 然", "金晓"}, "byline with spaces"),
    ("姚广平、段春雨等参加上述活动。", {"姚广平", "段春雨"}, "list"),
    ("国家强调，安全是发展的前提。", set(), "ordinary words that begin with a surname"),
    ("生态文明建设取得成效。", set(), "明 is no surname within a word"),
    ("会见了日本外相岸田文雄。", {"岸田文雄"}, "a Japanese name after an office"),
    ("旗委书记巴音朝鲁汇报，牧民斯琴高娃家里暖意融融。", {"巴音朝鲁", "斯琴高娃"}, "Mongolian elements"),
    ("德国外交部长加布里尔在座。", {"加布里尔"}, "sounds that are a word by chance"),
    ("莫迪总理与普京总统交谈。", {"莫迪", "普京"}, "before a title"),
    ("食物及卫生局局长陈李秀兰出席。", {"陈李秀兰"}, "a married name of Hong Kong"),
    ("任命周立成为局长，免去金永才的职务。", {"周立成", "金永才"}, "appointed and dismissed"),
    ("学习马克思主义，走访雷锋的战友。", {"雷锋"}, "a doctrine is no person"),
    ("老师向同学展示作品，项目推进顺利。", set(), "frequent words after a role"),
    ("我院段宁副检察长陪同，省高院办公室郝立伟主任汇报。", {"段宁", "郝立伟"}, "between a body and an office"),
    ("在同济大学，高晓东校长致欢迎辞。", {"高晓东"}, "before an office, at the beginning of a clause"),
    ("行政院长许文轩与渔业署长林守义到场。", {"许文轩", "林守义"}, "an office cut out of a body's name"),
    ("许书记为蒋书记颁奖，卢总表示欢迎。", set(), "a surname with an office is no full name"),
    ("走访低保户周有福、吴志兵家中。", {"周有福", "吴志兵"}, "whose home it is"),
    ("总统车队抵达，双方周四签约，随后前往石桥村。", set(), "a word, a weekday, a village"),
    ("为党和国家中心任务服务。", set(), "家中 within two words"),
    ("副校长Maria Lopez教授与院长Ken Okada会谈。", {"Maria Lopez", "Ken Okada"}, "Latin letters beside offices"),
    ("今年首次发布，总统陆承远今（28）日首次参访宫崎大学。", {"陆承远"}, "an adverb, a university"),
    ("省委农办主任许文轩汇报，总农艺师段广福陪同。", {"许文轩", "段广福"}, "a body before an office"),
    ("保安局助理处长（行动）欧阳明出席。", {"欧阳明"}, "after an office with its post in brackets"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PERSONS)
def test_persons(text: str, expected: set[str], reason: str) -> None:
    assert names(text)["person"] == expected, reason


OTHERS = [
    ("来到清水县检察院和人民法庭。", "organization", {"清水县检察院"}, "a bare court is none"),
    ("走进汉阳区钟家村街道五里社区。", "place", {"汉阳区", "钟家村街道", "五里社区"}, "a chain of settlements is one name each"),
    ("先后到生命科学学院、环境科学与工程学院调研。", "organization", {"生命科学学院", "环境科学与工程学院"}, "与 inside a name"),
    ("充分利用南京大学的优势。", "organization", {"南京大学"}, "ordinary words before a name are left out"),
    ("甘肃省委书记到会。", "organization", {"甘肃省委"}, "the body within an office"),
    ("在中科曙光公司参观。", "organization", {"中科曙光公司"}, "中 at the front of a name"),
    ("加快建设新校区，打造重点实验室。", "place", set(), "generic places are none"),
    ("听完市场负责人介绍，统筹山水林田湖草沙治理。", "place", set(), "a verb and a set phrase are no names"),
    ("参观西藏和平解放展览馆。", "place", {"西藏和平解放展览馆"}, "words that cross are cut by frequency"),
    ("越南外交部和法兰西学院发表声明。", "organization", {"越南外交部", "法兰西学院"}, "a national body takes its country"),
    ("推进昭河港建设，学习冯家桥经验，盘山公路依山而建。", "place", {"昭河港", "冯家桥"}, "a verb before a name is none of it"),
    ("做细做实家园建设，充分发挥社区作用，爱国爱港同胞登岛。", "place", set(), "phrases of verbs name nothing"),
    ("走访侨资企业岚佑科技有限公司和四个地市法院。", "organization", {"岚佑科技有限公司"}, "a kind before a name, an amount"),
    ("德阳上岚电子有限公司负责人", "organization", {"德阳上岚电子有限公司"}, "上 inside a name"),
    (
        "慰问武警湖南省总队、海军湛江支队和广大驻地部队。",
        "organization",
        {"武警湖南省总队", "海军湛江支队"},
        "a branch before a division; no one unit",
    ),
    ("在苏州、无锡、常州三市统战部协助下参观。", "place", {"苏州", "无锡", "常州"}, "an amount of towns"),
    (
        "来到北郊产业园兰禾集团、赤水林业局龙岩国家森林公园。",
        "organization",
        {"兰禾集团", "赤水林业局"},
        "bodies and parks",
    ),
    ("这座古镇——岷川中心港", "place", {"岷川中心港"}, "a dash joins no names"),
    ("经济管理学院与金川（集团）股份有限公司签约。", "organization", {"经济管理学院", "金川（集团）股份有限公司"}, "a subject, brackets"),
    ("来到巴西伊瓜苏出口加工区。", "place", {"巴西", "伊瓜苏出口加工区"}, "a country before a place with a name of its own"),
    ("中国公路建设快，历史长河奔流。", "place", set(), "a country's roads in general"),
    ("依据《中国共产党纪律处分条例》处理。", "organization", set(), "a body inside a title"),
    ("据《河西日报》报道。", "organization", {"河西日报"}, "a newspaper fills its title"),
    ("深入昭君镇巴音嘎查。", "place", {"昭君镇", "巴音嘎查"}, "no county across two settlements"),
    ("深入贵安新区和天府新区。", "place", {"贵安新区", "天府新区"}, "zones without a code"),
    ("中新网海口5月15日电", "place", {"海口"}, "a dateline"),
    ("到河北雄安新区、河南安阳考察。", "place", {"河北", "雄安新区", "河南", "安阳"}, "provinces whose names are ordinary words"),
    ("北京冬奥会开幕，弘扬延安精神。", "place", set(), "named after a place"),
    ("内蒙古自治区党委书记出席。", "organization", {"内蒙古自治区党委"}, "the party of a region"),
    ("来到长宁区虹桥街道古北市民中心。", "place", {"长宁区", "虹桥街道"}, "settlements before a body's own name"),
]


@pytest.mark.parametrize(("text", "kind", "expected", "reason"), OTHERS)
def test_organizations_and_places(text: str, kind: str, expected: set[str], reason: str) -> None:
    assert names(text)[kind] == expected, reason


@pytest.mark.parametrize(
    ("longer", "shorter", "expected"),
    [
        ("贵阳市人民检察院", "贵阳市检察院", True),
        ("天津海洋装备联合研究院", "联合研究院", True),
        ("青州市人民法院", "青岛市人民法院", False),
        ("第一医院", "医院", False),
    ],
)
def test_variants(longer: str, shorter: str, expected: bool) -> None:
    assert is_variant(longer, shorter) is expected


@pytest.mark.parametrize(
    ("longer", "shorter", "expected"),
    [("吐尔逊·买买提", "吐尔逊", True), ("张 宁", "张宁", True), ("张宁", "张宁宁", False), ("李强", "王强", False)],
)
def test_same_person(longer: str, shorter: str, expected: bool) -> None:
    assert same_person(longer, shorter) is expected
