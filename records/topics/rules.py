"""Who selects records for a topic (专题), and how much it holds."""

from records.organisation.rules import DESCRIBES

SELECTS = DESCRIBES
MOST = 300  # records of one topic: it is read as a whole
TITLE, INTRODUCTION = 120, 5_000  # characters
