"""The admin: a reading room for supervisors and auditors, with reference data to keep."""

from records.admin import activity, holdings, organisation, people, retention, sign_ins

__all__ = ["activity", "holdings", "organisation", "people", "retention", "sign_ins"]
