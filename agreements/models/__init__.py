"""Tables of agreements."""

from agreements.models.acts import Act
from agreements.models.agreement import Agreement, AgreementSubject, NamedReader
from agreements.models.parties import AgreementParty
from agreements.models.subjects import Subject

__all__ = ["Act", "Agreement", "AgreementParty", "AgreementSubject", "NamedReader", "Subject"]
