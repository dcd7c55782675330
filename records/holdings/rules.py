"""What a record may be: its level, stage, marks, parts; and who moves it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from records.organisation.rules import Role
from records.workflow.rules import Move, Workflow

MOST_PAGES = 100_000  # of one item or volume; more is a slip of the hand


class Level(TextChoices):
    ITEM = "item", _("item (件)")
    VOLUME = "volume", _("volume (案卷)")


class Stage(TextChoices):
    DRAFT = "draft", _("being arranged")
    ACCEPTED = "accepted", _("in custody")
    TRANSFERRED = "transferred", _("transferred")


FLOW = Workflow(
    Move("describe", _("Describe"), (), Stage.DRAFT, (Role.ARCHIVIST, Role.FILING_OFFICER)),
    Move("receive", _("Receive directly"), (), Stage.ACCEPTED, (Role.ARCHIVIST,), binding=True),
    Move("accept", _("Accept"), (Stage.DRAFT,), Stage.ACCEPTED, (Role.ARCHIVIST,), binding=True),
    Move(
        "transfer",
        _("Mark as transferred"),
        (Stage.ACCEPTED,),
        Stage.TRANSFERRED,
        (Role.ARCHIVIST, Role.SUPERVISOR),
        binding=True,
    ),
)


class Security(TextChoices):
    """Marks that an ordinary system may hold. 秘密 and above are refused on every way in.

    State Secrets Law art. 31(3): no state secret in a system that is not classified.
    """

    NONE = "", _("unclassified")
    INTERNAL = "internal", _("internal")


class Opening(TextChoices):
    """开放标识, DA/T 18-2022."""

    UNREVIEWED = "unreviewed", _("not reviewed")
    OPEN = "open", _("open")
    CONTROLLED = "controlled", _("controlled")
    DELAYED = "delayed", _("opening delayed")


class Disclosure(TextChoices):
    """公开属性, DA/T 18-2022."""

    UNSET = "", _("not stated")
    ACTIVE = "active", _("published on own initiative")
    ON_REQUEST = "on_request", _("disclosed on request")
    WITHHELD = "withheld", _("not disclosed")


class Origin(TextChoices):
    """生成方式, DA/T 18-2022."""

    UNSET = "", _("not stated")
    BORN_DIGITAL = "born_digital", _("born digital")
    DIGITISED = "digitised", _("digitised")
    EDITED = "edited", _("edited")


class Access(TextChoices):
    """Who may read a record besides its own department and the centre."""

    DEPARTMENT = "department", _("own department")
    SHARED = "shared", _("shared with all departments")


class Part(TextChoices):
    """What a component is, in the order of DA/T 22-2015 5.1.2."""

    ORIGINAL = "original", _("original (正本)")
    ATTACHMENT = "attachment", _("attachment (附件)")
    FINAL_DRAFT = "final_draft", _("final draft (定稿)")
    PROCESSING_SHEET = "processing_sheet", _("processing sheet (文件处理单)")
    ISSUE_SHEET = "issue_sheet", _("issue sheet (发文稿纸)")
    FORWARDED = "forwarded", _("forwarded document (被转发文)")
    COPY = "copy", _("copy (复制件)")
    TRANSLATION = "translation", _("translation (翻译本)")
    REPLY = "reply", _("reply (复文)")
    INCOMING = "incoming", _("incoming document (来文)")
