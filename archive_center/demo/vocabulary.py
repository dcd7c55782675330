"""What the departments write: kinds of documents, how long each is kept, and how long it is.

Periods follow the annex of Order 8 of 2006 (the table of retention periods of text
files). Braces are filled by `generator.py`.
"""

from typing import NamedTuple

PROVINCE = "云川省"
DISTRICTS = (
    ("青石区", "青石"),
    ("澄河区", "澄河"),
    ("岚东区", "岚东"),
    ("临江区", "临江"),
    ("柏林县", "柏林"),
    ("平安县", "平安"),
)
_FESTIVALS = "元旦 春节 两会 清明 “五一” 端午 主汛 主汛 中秋 国庆 冬季 岁末"
FESTIVALS = dict(enumerate(_FESTIVALS.split(), start=1))


class Kind(NamedTuple):
    """A kind of document: how often, its title, genre, period, office, and pages.

    `sign` is what stands behind the issuer's sign in the number (清财 + 发); "" is a
    document without a number. `of` says whose document it is: own, city, above, below.
    """

    often: int
    title: str
    genre: str
    period: str
    office: str
    pages: tuple[int, int]
    sign: str = "发"
    of: str = "own"
    shared: bool = False


ANY_OFFICE = ""
KINDS = (
    Kind(
        5, "{body}关于印发《{topic}管理办法》的通知", "通知", "Y", ANY_OFFICE, (8, 22), shared=True
    ),
    Kind(4, "{body}关于印发{year}年{topic}工作要点的通知", "通知", "Y", ANY_OFFICE, (6, 12)),
    Kind(4, "{body}关于下达{year}年度{topic}计划的通知", "通知", "Y", ANY_OFFICE, (4, 14)),
    Kind(4, "{body}关于{topic}有关问题的请示", "请示", "Y", ANY_OFFICE, (3, 9), "请"),
    Kind(3, "关于{topic}问题的批复", "批复", "Y", ANY_OFFICE, (2, 5), "复"),
    Kind(3, "{body}关于{topic}工作情况的报告", "报告", "D30", ANY_OFFICE, (5, 16), "报"),
    Kind(2, "{year}年度{topic}统计年报", "报表", "Y", ANY_OFFICE, (6, 30), ""),
    Kind(3, "{body}关于{name}等同志职务任免的通知", "通知", "Y", "RSK", (1, 3), "任"),
    Kind(2, "{body}党组会议纪要（{year}年第{count}次）", "纪要", "Y", "BGS", (3, 8), "党纪"),
    Kind(3, "{body}局务会议纪要（{year}年第{count}次）", "纪要", "Y", "BGS", (2, 6), "纪"),
    Kind(2, "关于市人大代表第{large}号建议的答复", "函", "Y", ANY_OFFICE, (2, 5), "建"),
    Kind(5, "{body}关于做好{year}年{topic}工作的通知", "通知", "D30", ANY_OFFICE, (3, 9)),
    Kind(5, "{body}关于{topic}专项资金使用情况的报告", "报告", "D30", "CWK", (6, 18), "报"),
    Kind(4, "{year}年{topic}审批情况汇总表", "报表", "D30", ANY_OFFICE, (4, 12), ""),
    Kind(
        3, "{body}关于表彰{year}年度{topic}先进集体和先进个人的决定", "决定", "D30", "RSK", (4, 9)
    ),
    Kind(4, "关于申请追加{topic}经费的请示及批复", "请示", "D30", "CWK", (4, 9), "请"),
    Kind(3, "{body}关于{topic}征求意见的复函", "函", "D30", ANY_OFFICE, (1, 4), "函"),
    Kind(3, "{topic}调研报告", "报告", "D30", ANY_OFFICE, (8, 24), ""),
    Kind(6, "{body}关于开展{topic}检查的通知", "通知", "D10", ANY_OFFICE, (3, 7)),
    Kind(5, "{body}关于报送{topic}进展情况的函", "函", "D10", ANY_OFFICE, (2, 4), "函"),
    Kind(4, "关于做好{festival}期间安全生产和值班工作的通知", "通知", "D10", "BGS", (2, 5), "办"),
    Kind(5, "{topic}工作简报（{year}年第{count}期）", "简报", "D10", ANY_OFFICE, (2, 4), ""),
    Kind(4, "{body}{month}月份工作小结和下月安排", "总结", "D10", "BGS", (2, 5), ""),
    Kind(4, "{body}办公室关于召开{topic}工作会议的通知", "通知", "D10", "BGS", (2, 4), "办"),
    Kind(3, "{body}关于举办{topic}培训班的通知", "通知", "D10", "RSK", (2, 4)),
    Kind(
        4, "清岚市人民政府关于加强{topic}工作的意见", "意见", "D30", ANY_OFFICE, (6, 14), "", "city"
    ),
    Kind(
        3,
        "清岚市人民政府办公厅关于印发{topic}实施方案的通知",
        "通知",
        "D30",
        ANY_OFFICE,
        (8, 20),
        "",
        "city",
    ),
    Kind(5, "云川省{above}关于{topic}工作的通知", "通知", "D30", ANY_OFFICE, (4, 12), "", "above"),
    Kind(
        4, "云川省{above}关于开展{topic}督查的通知", "通知", "D10", ANY_OFFICE, (3, 6), "", "above"
    ),
    Kind(5, "{district}关于{topic}情况的报告", "报告", "D10", ANY_OFFICE, (3, 9), "", "below"),
    Kind(
        3,
        "{district}关于{topic}重大问题的专题报告",
        "报告",
        "D30",
        ANY_OFFICE,
        (5, 12),
        "",
        "below",
    ),
)
YEARLY = (
    Kind(
        1, "{body}{year}年度工作总结和{next}年工作安排", "总结", "Y", "BGS", (12, 26), shared=True
    ),
    Kind(1, "{body}{year}年度工作人员考核结果汇总表", "报表", "D30", "RSK", (4, 10), ""),
)
PROJECTS = {  # departments that build: their projects are volumes of the category KJ
    "J013": ("岚东新区保障性住房", "老城区雨污分流"),
    "J015": ("澄河三桥", "绕城公路北段"),
    "J016": ("西郊生活垃圾填埋场",),
    "J026": ("青石水库除险加固", "城区第三水厂"),
    "J034": ("人民广场地下人防",),
    "J041": ("综合楼三层办公用房改造", "机关第二食堂"),
}
PROJECT_PAPERS = (
    ("工程可行性研究报告及批复", (30, 80)),
    ("工程初步设计批复", (12, 30)),
    ("工程招标投标文件", (40, 120)),
    ("工程施工合同", (20, 50)),
    ("工程监理月报汇编", (30, 90)),
    ("工程隐蔽工程验收记录", (20, 60)),
    ("工程竣工验收报告", (15, 45)),
)
LEDGERS = (
    ("{year}年上半年记账凭证", "D30", 6, 30),
    ("{year}年下半年记账凭证", "D30", 12, 31),
    ("{year}年度总账和明细账", "D30", 12, 31),
    ("{year}年度财务决算报告", "Y", 12, 31),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    "建国 志强 晓东 丽华 秀英 文博 雅琴 国栋 春梅 海涛 思远 静怡 立新 明辉 玉兰 俊杰 淑芬 永刚 "
    "慧敏 振华 雪梅 宏伟 佳宁 学军 红霞 向阳 子涵 德明 桂芳 少华 一帆 锦程 若兰 嘉树 云舒 怀远"
)
GIVEN = _GIVEN.split()
_CITY_TOPICS = (
    "安全生产 城市管理 节能减排 招商引资 食品安全 防汛抗旱 春运 信访 政务公开 人才引进 社会保障 "
    "环境保护 机关作风建设 重点项目建设 档案 消防 统计 审计整改 依法行政 扶贫开发"
)
CITY_TOPICS = _CITY_TOPICS.split()
