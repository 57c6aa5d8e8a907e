"""Tables of agreements."""

from agreements.models.acts import Act
from agreements.models.agreement import Agreement, AgreementSubject, NamedReader
from agreements.models.clauses import Clause
from agreements.models.deadline_rules import DeadlineRule
from agreements.models.documents import Document, DocumentText, DocumentVersion, UploadBegun
from agreements.models.force import Finding, ForcePeriod
from agreements.models.parties import AgreementParty
from agreements.models.relations import Relation
from agreements.models.subjects import Subject

__all__ = [
    "Act",
    "Agreement",
    "AgreementParty",
    "AgreementSubject",
    "Clause",
    "DeadlineRule",
    "Document",
    "DocumentText",
    "DocumentVersion",
    "Finding",
    "ForcePeriod",
    "NamedReader",
    "Relation",
    "Subject",
    "UploadBegun",
]
