"""Where a record stands and who moves it; who reads it; what its parts are."""

from django.db.models import TextChoices

from records.organisation.rules import DESCRIBES, OF_A_DEPARTMENT, Role
from records.sentences import gettext_lazy as _
from records.workflow.rules import Move, Workflow


class Stage(TextChoices):
    DRAFT = "draft", _("being arranged")
    ACCEPTED = "accepted", _("in custody")
    TRANSFERRED = "transferred", _("transferred")


FLOW = Workflow(
    Move("describe", _("Describe"), (), Stage.DRAFT, (Role.ARCHIVIST, Role.FILING_OFFICER)),
    Move("receive", _("Receive directly"), (), Stage.ACCEPTED, (Role.ARCHIVIST,), binding=True),
    Move(
        "discard",
        _("Discard"),
        (Stage.DRAFT,),
        "",
        DESCRIBES,
        binding=True,
        effect=_("The draft is gone; the trail keeps its description."),
    ),
    Move(
        "accept",
        _("Accept"),
        (Stage.DRAFT,),
        Stage.ACCEPTED,
        (Role.ARCHIVIST,),
        binding=True,
        effect=_("It gets its number and archival code, which never change again."),
    ),
    Move("edit", _("Edit"), (Stage.DRAFT, Stage.ACCEPTED), "", DESCRIBES),
    Move("add", _("Add a component"), (Stage.DRAFT, Stage.ACCEPTED), "", DESCRIBES),
    Move("rename", _("Change a component"), (Stage.DRAFT,), "", DESCRIBES),
    Move("arrange", _("Put components in order"), (Stage.DRAFT,), "", DESCRIBES),
    Move("remove", _("Remove a component"), (Stage.DRAFT,), "", DESCRIBES),
    Move("upload", _("Upload"), (Stage.DRAFT, Stage.ACCEPTED), "", DESCRIBES),
    Move("withdraw", _("Take off"), (Stage.DRAFT,), "", DESCRIBES),
    Move("share", _("Share with all"), (Stage.ACCEPTED, Stage.TRANSFERRED), "", DESCRIBES),
    Move("unshare", _("Stop sharing"), (Stage.ACCEPTED, Stage.TRANSFERRED), "", DESCRIBES),
    Move(
        "correct",
        _("Correct the code"),
        (Stage.ACCEPTED, Stage.TRANSFERRED),
        "",
        (Role.ARCHIVIST,),
    ),
    Move("borrow", _("Borrow the original"), (Stage.ACCEPTED,), "", OF_A_DEPARTMENT),
    Move("amend", _("Correct year or period"), (Stage.ACCEPTED,), "", (Role.ARCHIVIST,)),
    Move("amend_parts", _("Correct the components"), (Stage.ACCEPTED,), "", (Role.ARCHIVIST,)),
    Move(
        "transfer",
        _("Mark as transferred"),
        (Stage.ACCEPTED,),
        Stage.TRANSFERRED,
        (Role.ARCHIVIST, Role.SUPERVISOR),
        binding=True,
    ),
)


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
