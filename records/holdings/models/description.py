from typing import Any

from django.db import models
from django.db.models import Q

from records.retention.rules import PERIOD_CODE, Period
from records.sentences import gettext_lazy as _
from records.triggers import Fixed
from records.values.dates import WrittenDate
from records.values.rules import Disclosure, Origin, Security

FURTHER = ("persons", "keywords", "abstract", "remarks")  # what is searched in `further_text`
DIGITS = r"^[0-9]{4}([0-9]{2}([0-9]{2})?)?$"  # of a date, as much of it as is known


class OneJoiner(models.Func):
    """A code whose joiners are one, as it is searched: `·` is on no keyboard.

    Migrations name this class and the next: change them only with another migration.
    """

    template = "translate(%(expressions)s, '·', '-')"
    output_field: Any = models.CharField()


class CodeKey(OneJoiner):
    """A code with one joiner and eight digits a number: its place in the order of codes.

    Nothing is captured: for every part that it must give back PostgreSQL matches twice.
    """

    template = (
        rf"regexp_replace(regexp_replace({OneJoiner.template},"
        r" '[0-9]+', '00000000\&', 'g'), '0+(?=[0-9]{8}([^0-9]|$))', '', 'g')"
    )
    output_field = models.TextField()


class FixedUnlessAmended(Fixed):
    """Columns change once, to what an approved correction of the record says, or never.

    The correction names the code that the record bore and the one that it got by it; codes
    are not given twice, so none lets a second change through.
    """

    approved = (
        "SELECT FROM records_amendmentitem item"
        " JOIN records_amendment amendment ON amendment.id = item.amendment_id"
        " WHERE item.record_id = OLD.id AND amendment.stage = 'approved'"
        " AND NOT amendment.of_components"
        " AND item.former_code = OLD.archival_code"
        " AND (item.code, item.number) = (NEW.archival_code, NEW.number)"
        " AND coalesce(amendment.year, OLD.year) IS NOT DISTINCT FROM NEW.year"
        " AND coalesce(nullif(amendment.period, ''), OLD.period) = NEW.period"
    )

    def get_func(self, model: Any) -> str:
        refused = super().get_func(model)
        return f"IF NOT EXISTS ({self.approved}) THEN {refused} END IF; RETURN NEW;"


class Description(models.Model):
    """What is said of one file (DA/T 18-2022), on a record or in a row on its way to one.

    `dated_on` is the first day that the written date can mean; `date_text` keeps how much
    of it is known (YYYYMMDD, YYYYMM, YYYY or nothing), and so does `until`, the last date in
    a volume. `item_count` is how many items a volume says that it has, `page_numbers` on
    which of its pages an item stands (12 or 12-15). `normal_text` is title, document
    number and responsible body in search's normal form (`records.values.text`), by which
    a document is known again; `further_text` is what else is searched (FURTHER).
    `fingerprint` marks what was imported, so that it comes in once.

    What a field is called in catalogues, exports and packages, and what is demanded of
    it, stands in `elements.py`: a new element is a field here and a line there.
    """

    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    period = models.CharField(_("retention period"), max_length=3, blank=True)
    number = models.PositiveIntegerField(_("item number"), null=True, editable=False)
    archival_code = models.CharField(  # noqa: DJ001 - unique, and none before acceptance
        _("archival code"), max_length=80, null=True, editable=False
    )
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    title = models.TextField(_("title"))
    responsible = models.CharField(_("responsible body"), max_length=300, blank=True)
    date_text = models.CharField(_("date"), max_length=8, blank=True)
    date_is_inferred = models.BooleanField(_("date is inferred"), default=False)
    dated_on = models.DateField(_("date for sorting"), null=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    until = models.CharField(_("last date"), max_length=8, blank=True)
    item_count = models.PositiveIntegerField(_("number of items"), null=True, blank=True)
    page_numbers = models.CharField(_("page numbers"), max_length=20, blank=True)
    security = models.CharField(
        _("security mark"), max_length=10, choices=Security, blank=True, default=Security.NONE
    )
    disclosure = models.CharField(
        _("disclosure"), max_length=10, choices=Disclosure, blank=True, default=Disclosure.UNSET
    )
    origin = models.CharField(
        _("how it was made"), max_length=12, choices=Origin, blank=True, default=Origin.UNSET
    )
    genre = models.CharField(_("kind of document"), max_length=20, blank=True)
    draft = models.CharField(_("state of the text"), max_length=20, blank=True)
    language = models.CharField(_("language or script"), max_length=40, blank=True)
    medium = models.CharField(_("physical form"), max_length=40, blank=True)
    persons = models.CharField(_("persons"), max_length=300, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    abstract = models.TextField(_("scope and abstract"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    box_number = models.CharField(_("box number"), max_length=20, blank=True)
    normal_text = models.TextField(_("description in normal form"), editable=False)
    further_text = models.TextField(
        _("further description in normal form"),
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    fingerprint = models.UUIDField(_("fingerprint of the imported row"), null=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_not_classified",
                condition=Q(security__in=Security.values),
                violation_error_message=_("State secrets are not kept in this system."),
            ),
            models.CheckConstraint(
                name="%(class)s_period_is_known",
                condition=Q(period="") | Q(period__regex=PERIOD_CODE),
            ),
            models.CheckConstraint(
                name="%(class)s_date_is_written_in_digits",
                condition=Q(date_text="") | Q(date_text__regex=DIGITS),
            ),
            models.CheckConstraint(
                name="%(class)s_last_date_is_written_in_digits",
                condition=Q(until="") | Q(until__regex=DIGITS),
            ),
        ]

    @property
    def written_date(self) -> WrittenDate:
        """The date as it was written; without a text where none is known."""
        return WrittenDate(self.date_text, self.date_is_inferred)

    @property
    def shown_date(self) -> str:
        """The date as pages show it: 2008-05, in [ ] where it was inferred."""
        return self.written_date.said("-")

    @property
    def kept_for(self) -> Period | None:
        """The retention period as a value; None where it is not known."""
        return Period(self.period) if self.period else None
