"""The admin: a reading room for supervisors and auditors, with reference data to keep."""

from records.admin import holdings, organisation, people, retention, signing_in, work

__all__ = ["holdings", "organisation", "people", "retention", "signing_in", "work"]
