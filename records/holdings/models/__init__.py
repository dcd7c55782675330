from records.holdings.models.components import Component
from records.holdings.models.description import Description
from records.holdings.models.grants import Grant
from records.holdings.models.holds import Hold
from records.holdings.models.numbers import CodeAlias, NextKey, NumberSeries
from records.holdings.models.publication import OpenRecord
from records.holdings.models.records import Record, RecordQuerySet

__all__ = [
    "CodeAlias",
    "Component",
    "Description",
    "Grant",
    "Hold",
    "NextKey",
    "NumberSeries",
    "OpenRecord",
    "Record",
    "RecordQuerySet",
]
