"""Tables of institutions."""

from institutions.models.contacts import Contact, ContactDetails
from institutions.models.institution import Institution
from institutions.models.names import Identifier, InstitutionName
from institutions.models.successions import Succession

__all__ = ["Contact", "ContactDetails", "Identifier", "Institution", "InstitutionName", "Succession"]
