"""The orders of a list of records."""

from django.utils.translation import gettext_lazy as _

from records.holdings.models import Record
from records.pagination import Order

ORDERS = {
    "newest": Order(Record, "dated_on", "id", label=_("date, newest first"), down=True),
    "oldest": Order(Record, "dated_on", "id", label=_("date, oldest first"), nulls_first=True),
    "code": Order(Record, "archival_code", "id", label=_("archival code")),
    "year": Order(Record, "year", "dated_on", "id", label=_("year, newest first"), down=True),
}
DEFAULT = "newest"
