"""Who signs in to the demonstration. One password for all of them: it is no secret."""

from typing import NamedTuple

from records.organisation.rules import Role

PASSWORD = "Qinglan-Files-26"  # noqa: S105 - of the demonstration, printed at every start


class Person(NamedTuple):
    username: str
    name: str
    role: Role
    fonds: str = ""


CENTRE = (
    Person("shenyanqiu", "沈砚秋", Role.ARCHIVIST),
    Person("luwensheng", "陆闻笙", Role.ARCHIVIST),
    Person("qiumeng", "邱萌", Role.ARCHIVIST),
    Person("jianghuaijin", "江怀瑾", Role.SUPERVISOR),
    Person("hanzhiyuan", "韩致远", Role.SUPERVISOR),
    Person("heshenzhi", "何慎之", Role.AUDITOR),
)
OFFICERS = (
    Person("luoting", "罗婷", Role.FILING_OFFICER, "J026"),
    Person("zhanghui", "章慧", Role.FILING_OFFICER, "J003"),
    Person("heyiming", "贺一鸣", Role.FILING_OFFICER, "J008"),
    Person("fangruoning", "方若宁", Role.FILING_OFFICER, "J014"),
    Person("kongdewen", "孔德文", Role.FILING_OFFICER, "J041"),
    Person("taoshuyi", "陶书仪", Role.FILING_OFFICER, "J038"),
    Person("miaochunhe", "苗春禾", Role.FILING_OFFICER, "J018"),
    Person("baijingxing", "白景行", Role.FILING_OFFICER, "J039"),
)
READERS = (
    Person("linshuyan", "林书言", Role.READER, "J014"),
    Person("duanyu", "段宇", Role.READER, "J024"),
    Person("shaoanqi", "邵安琪", Role.READER, "J026"),
    Person("yuezhongqi", "岳仲齐", Role.READER, "J038"),
    Person("xueqinglan", "薛晴岚", Role.READER, "J003"),
    Person("nihaoran", "倪浩然", Role.READER, "J042"),
)
EVERYBODY = (*CENTRE, *OFFICERS, *READERS)
