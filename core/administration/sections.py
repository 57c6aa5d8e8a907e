"""The parts the administration site is divided into, in order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One part. A table belongs to the section its `Administration` names."""

    key: str
    title: str | Promise


PEOPLE = Section("people", _("People and offices"))
VOCABULARIES = Section("vocabularies", _("Vocabularies"))
REMINDERS = Section("reminders", _("Reminders"))
RECORDS = Section("records", _("Records"))
MACHINERY = Section("machinery", _("History and operation"))
OTHERS = Section("others", _("Others"))
SECTIONS = (PEOPLE, VOCABULARIES, REMINDERS, RECORDS, MACHINERY, OTHERS)
