"""Why a due date cannot be worked out, why a flag ended, and what a person is told of both."""

from datetime import date

from django.db.models import TextChoices

from records.retention.rules import Duty
from records.sentences import gettext_lazy as _


class Obstacle(TextChoices):
    """What keeps a due date from being worked out; each names what would mend it."""

    NO_PERIOD = "no_period", _("no retention period")
    LEGACY_PERIOD = "legacy_period", _("a period from before 2006 that names no years")
    NO_RULE = "no_rule", _("no rule in force")
    NO_YEAR = "no_year", _("no year of formation")
    FUTURE_YEAR = "future_year", _("a year of formation that has not come")
    VOLUME_PERIOD = "volume_period", _("another period than its volume")
    VOLUME_ELSEWHERE = "volume_elsewhere", _("its volume is not in custody")

    @property
    def remedy(self) -> str:
        """What would mend it, for the person."""
        return str(REMEDY[self])

    @property
    def mended_by(self) -> str:
        """Who can mend it, for who cannot."""
        return str(WHO_AMENDS if self.is_amended else WHO_MENDS[self])

    @property
    def is_amended(self) -> bool:
        """Whether another year or period of the record mends it."""
        return self in AMENDED


REMEDY = {
    Obstacle.NO_PERIOD: _("Enter the period by the department's retention schedule."),
    Obstacle.LEGACY_PERIOD: _(
        "Determine a period anew, or publish a rule that says after how many years it ends."
    ),
    Obstacle.NO_RULE: _("Publish a due rule for this category and period."),
    Obstacle.NO_YEAR: _("Enter the year of formation."),
    Obstacle.FUTURE_YEAR: _("Correct the year of formation."),
    Obstacle.VOLUME_PERIOD: _("Correct the period of the item or of its volume."),
    Obstacle.VOLUME_ELSEWHERE: _("Accept the volume, or take the item out of it."),
}


AMENDED = (
    *(Obstacle.NO_PERIOD, Obstacle.LEGACY_PERIOD, Obstacle.NO_YEAR, Obstacle.FUTURE_YEAR),
    Obstacle.VOLUME_PERIOD,
)
WHO_AMENDS = _(
    "An archivist of the centre proposes the correction of year or period, another person"
    " approves it."
)
WHO_MENDS = {
    Obstacle.NO_RULE: _("A supervisor publishes the rule."),
    Obstacle.VOLUME_ELSEWHERE: _("An archivist of the centre accepts the volume."),
}


class Ending(TextChoices):
    """Why an open flag no longer holds."""

    TRANSFERRED = "transferred", _("transferred")
    LEFT_CUSTODY = "left_custody", _("no longer in custody")
    IN_VOLUME = "in_volume", _("follows its volume now")
    PERIOD_CHANGED = "period_changed", _("the period was corrected")
    YEAR_CHANGED = "year_changed", _("the year was corrected")
    RULE_CHANGED = "rule_changed", _("another rule holds now")
    NOT_DUE = "not_due", _("not due on this day")


class When(TextChoices):
    """Whether what is open fell due in this year, or in one before and was left."""

    THIS_YEAR = "this_year", _("due this year")
    ARREARS = "arrears", _("in arrears")


def last_terms_end(today: date) -> date:
    """The last day of the terms that fall due this year; what ended before it is in arrears."""
    return date(today.year - 1, 12, 31)


class Standing(TextChoices):
    """How one record stands with one duty on a day."""

    DUE = "due", _("due")
    COMING = "coming", _("not yet due")
    NEVER = "never", _("does not arise")
    UNKNOWN = "unknown", _("cannot be worked out")
    DONE = "done", _("done")

    @property
    def meaning(self) -> str:
        """What kind of fact it is, as the badges tell them apart."""
        return {Standing.DUE: "warn", Standing.UNKNOWN: "late", Standing.DONE: "ok"}.get(self, "")


NEXT_STEP = {
    (Duty.TRANSFER, Standing.DUE): _(
        "An archivist puts it into a handover; another person approves it."
    ),
    (Duty.TRANSFER, Standing.COMING): _("Nothing until then; it is flagged in that night."),
    (Duty.TRANSFER, Standing.NEVER): _("It stays with its department; nothing is handed over."),
    (Duty.TRANSFER, Standing.DONE): _("The public archive has it; nothing remains to be done."),
    (Duty.APPRAISE, Standing.DUE): _(
        "The appraisal group decides: keep it longer, keep it for ever, or destroy it."
    ),
    (Duty.APPRAISE, Standing.COMING): _("Nothing until then; it is flagged in that night."),
    (Duty.APPRAISE, Standing.NEVER): _("It is kept for ever and never appraised for destruction."),
    (Duty.APPRAISE, Standing.DONE): _("The public archive has it and answers for it."),
}
WHO_CHANGES = {
    Duty.TRANSFER: _(
        "Year and period stand in the archival code: an archivist proposes their correction,"
        " another person approves it. The rule: a supervisor, by publishing its next version."
    ),
    Duty.APPRAISE: _(
        "The period: the appraisal group. The rule: a supervisor, by publishing its next version."
    ),
}
