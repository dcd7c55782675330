from collections.abc import Iterable
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from records.copies.rules import BY_NAME, DRAWN, WITH_TEXT, Colour, TextOrigin
from records.holdings.models import Component, Grant, Record
from records.holdings.models.components import NothingAdded
from records.holdings.models.holds import HeldStays, KeptInCustody
from records.holdings.rules import Access
from records.organisation.models import Fonds, User
from records.sentences import gettext_lazy as _
from records.triggers import Fixed, NeverEmptied, noted

OF_COMPONENT = "SELECT record_id FROM records_component WHERE id IN ({})"
EITHER = OF_COMPONENT.format("NEW.component_id, OLD.component_id")
# What is said of a copy when it is stored; later only how it was verified, and its pages.
STORED = (
    *("component", "name", "format", "size", "sha256", "sm3", "stored_by", "stored_at"),
    *("resolution", "colour"),
)


# A text that a person corrected is changed by another correction alone.
CORRECTED = ("copy", "number", "text", "normal_text", "origin", "corrected_by", "corrected_at")
IS_CORRECTED = f"OLD.origin = '{TextOrigin.CORRECTED.value}'"
ANEW = (
    "NEW.origin = OLD.origin AND NEW.corrected_at > OLD.corrected_at"
    " AND (NEW.copy_id, NEW.number) = (OLD.copy_id, OLD.number)"
)


class DigitalCopyQuerySet(models.QuerySet["DigitalCopy"]):
    def visible_to(self, user: User) -> Self:
        """Copies of what the user may see; of what was taken out of a record, at the centre."""
        if user.sees_all_records:
            return self
        return self.in_place().filter(component__record__in=Record.objects.visible_to(user))

    def in_place(self) -> Self:
        """Of the parts that records have: what was taken out of a record is none of its copies."""
        return self.filter(component__position__isnull=False)

    def having(self, records: Iterable[int]) -> set[int]:
        """Which of some records have copies: one short look, however many copies there are."""
        record = "component__record"
        found = self.in_place().filter(**{f"{record}__in": list(records)})
        return set(found.values_list(record, flat=True))

    def unread(self) -> Self:
        """Those whose own text was not looked for yet, and that may have some."""
        return self.filter(format__in=WITH_TEXT, text_read_at=None)

    def with_layer(self) -> Self:
        """Those that bring text of some page."""
        brought = PageText.objects.filter(copy=OuterRef("pk"), origin=TextOrigin.LAYER)
        return self.filter(Exists(brought), format__in=WITH_TEXT)

    def unrecognised(self) -> Self:
        """Those that can be pages, are whole, and were not looked through by recognition yet.

        What a PDF or OFD brings comes first; where it brings some, its pages are counted before.
        """
        brought = Exists(PageText.objects.filter(copy=OuterRef("pk")))
        ready = Q(text_read_at__isnull=False) & (Q(page_count__isnull=False) | ~brought)
        waiting = self.filter(recognised_at=None, format__in=DRAWN).exclude(intact=False)
        return waiting.filter(~Q(format__in=WITH_TEXT) | ready)

    def downloadable_by(self, user: User) -> Self:
        """Of what the user sees, what may be taken away: some is released for reading alone."""
        if user.sees_all_records:
            return self
        record, own = "component__record", Fonds.objects.owned_by(user).order_by().values("pk")
        whole = Grant.objects.of(user).filter(may_download=True, pages="")
        granted = whole.order_by().values("record")
        return self.filter(
            Q(**{f"{record}__fonds__in": own})
            | Q(**{f"{record}__access": Access.SHARED})
            | Q(**{f"{record}__in": granted})
        )


class DigitalCopy(models.Model):
    """The bytes of one component, stored once under their SHA-256, with SM3 beside it.

    `resolution` (dots to the inch) and `colour` are those of a scan (DA/T 46-2009, M54 and
    M55), as whoever stored it says; where nothing is said, nothing is stated anywhere.
    `text_read_at` is when the text that a file brings with it was looked for, `recognised_at`
    when the pages without one were looked through.
    """

    component = models.ForeignKey(
        Component, models.PROTECT, related_name="copies", verbose_name=_("component")
    )
    name = models.CharField(_("file name"), max_length=200)
    format = models.CharField(_("format"), max_length=10)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    sm3 = models.CharField("SM3", max_length=64)
    stored_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    stored_at = models.DateTimeField(_("stored at"))
    resolution = models.PositiveSmallIntegerField(_("resolution of the scan (dpi)"), null=True)
    colour = models.CharField(
        _("colour of the scan"), max_length=10, choices=Colour, blank=True, default=""
    )
    verified_at = models.DateTimeField(_("verified at"), null=True)
    page_count = models.PositiveIntegerField(_("number of its pages"), null=True)
    intact = models.BooleanField(_("intact when last verified"), null=True)
    text_read_at = models.DateTimeField(_("looked through for text at"), null=True)
    recognised_at = models.DateTimeField(_("text of its pages recognised at"), null=True)

    objects = DigitalCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("digital copy")
        verbose_name_plural = _("digital copies")
        triggers = [
            Fixed("stored_copy_is_fixed", *STORED),
            KeptInCustody("copy_stays", record=OF_COMPONENT.format("OLD.component_id")),
            NothingAdded("copy_comes_before", record=OF_COMPONENT.format("NEW.component_id")),
            NeverEmptied(),
            HeldStays(
                "held_stays",
                pgtrigger.Insert | pgtrigger.Delete,
                concerned=f"ARRAY({EITHER})",
            ),
            *noted(
                "records.RecordChange",
                of=OF_COMPONENT.format("SELECT component_id FROM changed"),
                names=("noted_in", "noted_out"),
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="copy_by_digest"),
            models.Index(
                fields=["id"],
                name="copy_unread",
                condition=Q(format__in=WITH_TEXT, text_read_at=None),
            ),
            models.Index(
                fields=["id"],
                name="copy_not_recognised",
                condition=Q(format__in=DRAWN, recognised_at=None),
            ),
            models.Index(F("verified_at").asc(nulls_first=True), "id", name="copy_by_last_check"),
            models.Index(
                fields=["id"], name="copy_not_counted", condition=Q(page_count__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "sha256"], name="same_bytes_once_per_component"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether a browser can show it without running anything in it."""
        return BY_NAME[self.format].shown

    @property
    def has_pages(self) -> bool:
        """Whether pictures of its pages can be made."""
        return BY_NAME[self.format].drawn

    @property
    def may_bring_text(self) -> bool:
        """Whether its format can bring text with it."""
        return self.format in WITH_TEXT

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage: content-addressed, two levels deep."""
        return f"copies/{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"


def copied() -> Exists:
    """Whether a record has a digital copy, as a condition of records."""
    return Exists(DigitalCopy.objects.in_place().filter(component__record=OuterRef("pk")))


class PageTextQuerySet(models.QuerySet["PageText"]):
    def in_place(self) -> Self:
        """Of the parts that records have: what was taken out of a record is not found in it."""
        return self.filter(copy__component__position__isnull=False)

    def by_person(self) -> Self:
        """Those that somebody corrected."""
        return self.filter(origin=TextOrigin.CORRECTED)

    def told(self) -> Self:
        """In the order of records, their components and pages."""
        return self.order_by(
            *("copy__component__record", "copy__component__position", "copy", "number")
        )


class PageText(models.Model):
    """What one page of a copy says; pages that say nothing have no row.

    `number` counts from 1. `text` is in the page's own writing and lines, `normal_text` in
    the normal form in which it is searched. What was recognised says by which engine, how sure
    that is (`score`, from 0 to 1) and where each line stands (`boxes`, as long as they are its
    lines). What a person corrected stays as that person wrote it, even if it says nothing, until
    another correction.
    """

    copy = models.ForeignKey(
        DigitalCopy,
        models.CASCADE,
        related_name="texts",
        verbose_name=_("digital copy"),
        db_index=False,  # the unique index begins with it
    )
    number = models.PositiveIntegerField(_("page"))
    text = models.TextField(_("text"))
    normal_text = models.TextField(_("text in normal form"), editable=False)
    origin = models.CharField(_("where it comes from"), max_length=10, choices=TextOrigin)
    engine = models.CharField(_("recognised by"), max_length=60, blank=True, default="")
    recognised_at = models.DateTimeField(_("recognised at"), null=True)
    score = models.FloatField(_("how sure"), null=True)
    boxes = models.JSONField(_("places of its lines"), null=True, editable=False)
    corrected_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("corrected by")
    )
    corrected_at = models.DateTimeField(_("corrected at"), null=True)

    objects = PageTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        triggers = [
            Fixed("corrected_text_stays", *CORRECTED, since=f"{IS_CORRECTED} AND NOT ({ANEW})"),
            KeptInCustody(
                "corrected_stays",
                record=OF_COMPONENT.format(
                    "SELECT component_id FROM records_digitalcopy WHERE id = OLD.copy_id"
                ),
                since=IS_CORRECTED,
            ),
            NeverEmptied(),
            *noted(
                "records.RecordChange",
                *("copy_id", "normal_text"),
                of=OF_COMPONENT.format(
                    "SELECT component_id FROM records_digitalcopy"
                    " WHERE id IN (SELECT copy_id FROM changed)"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["copy", "number"], name="page_says_one_text"),
            models.CheckConstraint(
                name="page_text_origin_is_known", condition=Q(origin__in=TextOrigin.values)
            ),
            models.CheckConstraint(
                name="page_says_something",
                condition=~Q(normal_text="") | Q(origin=TextOrigin.CORRECTED),
            ),
            models.CheckConstraint(
                name="recognised_text_names_its_engine",
                condition=~Q(origin=TextOrigin.RECOGNISED)
                | (~Q(engine="") & Q(recognised_at__isnull=False, score__isnull=False)),
            ),
            models.CheckConstraint(
                name="corrected_text_names_its_person",
                condition=Q(
                    origin=TextOrigin.CORRECTED,
                    corrected_by__isnull=False,
                    corrected_at__isnull=False,
                )
                | Q(corrected_by=None, corrected_at=None) & ~Q(origin=TextOrigin.CORRECTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy_id}/{self.number}"

    @property
    def sure(self) -> int:
        """How sure the engine is, in whole percent."""
        return int((self.score or 0) * 100)
