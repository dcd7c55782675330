"""All models of the app, where Django looks for them."""

from records.amendments.models import (
    Amendment,
    AmendmentHold,
    AmendmentItem,
    AmendmentPart,
    AmendmentStep,
)
from records.audit.models import Entry
from records.copies.models import DigitalCopy, PageText
from records.holdings.models import (
    CodeAlias,
    Component,
    Grant,
    Hold,
    NumberSeries,
    OpenRecord,
    Record,
)
from records.imports.models import (
    ColumnMapping,
    Import,
    ImportCorrection,
    ImportRow,
    ImportStep,
)
from records.index.models import IndexMark, RecordChange
from records.inspection.models import CopyFault, Inspection, PageDifference
from records.jobs.models import Job
from records.loans.models import Loan, LoanEffect, LoanHold, LoanItem, LoanReminder, LoanStep
from records.notices.models import Notice, NoticeAddress
from records.organisation.models import (
    Category,
    Department,
    Fonds,
    PasswordLink,
    ReceivingArchive,
    Substitute,
    Unit,
    User,
)
from records.recognition.models import Recognition, RecognitionQueue
from records.requests.models import AccessItem, AccessRequest, AccessStep
from records.retention.models import DueRule
from records.searches.models import LastSearch, SavedSearch
from records.topics.models import Topic, TopicItem
from records.uploads.models import Upload, UploadFile, UploadStep
from records.visits.models import Certificate, UseEffect, Visit, VisitItem, VisitStep
from records.web.models import SentForm

__all__ = [
    "AccessItem",
    "AccessRequest",
    "AccessStep",
    "Amendment",
    "AmendmentHold",
    "AmendmentItem",
    "AmendmentPart",
    "AmendmentStep",
    "Category",
    "Certificate",
    "CodeAlias",
    "ColumnMapping",
    "Component",
    "CopyFault",
    "Department",
    "DigitalCopy",
    "DueRule",
    "Entry",
    "Fonds",
    "Grant",
    "Hold",
    "Import",
    "ImportCorrection",
    "ImportRow",
    "ImportStep",
    "IndexMark",
    "Inspection",
    "Job",
    "LastSearch",
    "Loan",
    "LoanEffect",
    "LoanHold",
    "LoanItem",
    "LoanReminder",
    "LoanStep",
    "Notice",
    "NoticeAddress",
    "NumberSeries",
    "OpenRecord",
    "PageDifference",
    "PageText",
    "PasswordLink",
    "ReceivingArchive",
    "Recognition",
    "RecognitionQueue",
    "Record",
    "RecordChange",
    "SavedSearch",
    "SentForm",
    "Substitute",
    "Topic",
    "TopicItem",
    "Unit",
    "Upload",
    "UploadFile",
    "UploadStep",
    "UseEffect",
    "User",
    "Visit",
    "VisitItem",
    "VisitStep",
]
