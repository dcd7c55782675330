from datetime import date

from django.db import migrations

# DA/T 13-2022, first level of the categories
CATEGORIES = [
    ("WS", "文书", False),
    ("KJ", "科技", True),
    ("RS", "人事", True),
    ("KU", "会计", True),
    ("ZY", "专业", True),
    ("ZP", "照片", False),
    ("LY", "录音", False),
    ("LX", "录像", False),
    ("SJ", "业务数据", False),
    ("YJ", "公务电子邮件", False),
    ("WY", "网页信息", False),
    ("MT", "社交媒体", False),
    ("SW", "实物", False),
]

OLD_MEASURES = "《档案法实施办法》第十三条：设区的市级以上，自形成之日起满 20 年移交"
REGULATIONS = "《档案法实施条例》第二十条第二款：设区的市级以上，自形成之日起满 20 年移交"
ORDER_8 = "国家档案局令第8号（2006）"
EXPIRY = "《档案法实施条例》第二十四条第一款：保管期限届满的档案，应当定期鉴定"
FIRST, SHORT_TERMS, NEW_LAW = date(1990, 11, 19), date(2006, 12, 18), date(2024, 3, 1)
DAY_BEFORE = date(2024, 2, 29)

# duty, period, applies, years, from, until, version, law
RULES = [
    ("transfer", "Y", True, 20, FIRST, DAY_BEFORE, 1, OLD_MEASURES),
    ("transfer", "Y", True, 20, NEW_LAW, None, 2, REGULATIONS),
    ("transfer", "D30", False, 20, SHORT_TERMS, None, 1,
     f"{ORDER_8}：定期档案由本单位留存；接收馆收 30 年期的，发布新版开启"),
    ("transfer", "D10", False, None, SHORT_TERMS, None, 1, f"{ORDER_8}：10 年期档案不进馆"),
    ("transfer", "Dn", False, None, SHORT_TERMS, None, 1, f"{ORDER_8}：定期档案由本单位留存"),
    ("transfer", "C", False, 20, FIRST, None, 1,
     "2006 年以前的长期档案；接收馆收长期档案的，发布新版开启"),
    ("transfer", "D", False, None, FIRST, None, 1, "2006 年以前的短期档案不进馆"),
    ("appraise", "Y", False, None, FIRST, None, 1, "永久保管的档案不作到期鉴定"),
    ("appraise", "Dn", True, None, SHORT_TERMS, DAY_BEFORE, 1,
     f"{ORDER_8}：保管期限届满的档案应当鉴定"),
    ("appraise", "Dn", True, None, NEW_LAW, None, 2, EXPIRY),
]


def load(apps, schema_editor, *, evidence=None):
    """Put in what is not there yet; what people changed since is left alone.

    `evidence` says of a law how sure it is, where that is kept already.
    """
    Category = apps.get_model("records", "Category")
    for code, name, by_volume in CATEGORIES:
        Category.objects.get_or_create(code=code, defaults={"name": name, "by_volume": by_volume})
    DueRule = apps.get_model("records", "DueRule")
    for duty, period, applies, years, since, until, version, law in RULES:
        case = {"duty": duty, "period": period, "category": None, "archive": None}
        given = {"applies": applies, "years": years, "in_force_from": since,
                 "in_force_until": until, "law": law}
        if evidence:
            given["evidence"] = evidence(law)
        DueRule.objects.get_or_create(**case, version=version, defaults=given)


class Migration(migrations.Migration):
    """The thirteen categories, and the due rules of a city (Regulations, art. 20 and 24).

    By default the public archive takes 永久 after 20 full years and leaves the rest;
    counties and archives that take more publish rules of their own.
    """

    dependencies = [("records", "0002_what_never_changes")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
