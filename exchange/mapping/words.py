"""The words a mapping may use, from where each is declared."""

from django.conf.locale import LANG_INFO
from django_countries import countries

from agreements.act_kinds import ActKind
from agreements.kinds import KINDS as AGREEMENT_KINDS
from agreements.kinds import PartyRole
from agreements.stages import Stage
from institutions.kinds import KINDS as KINDS_OF_INSTITUTION

KINDS = tuple(AGREEMENT_KINDS)
ACTS = tuple(each.value for each in ActKind)
STAGES = tuple(each.value for each in Stage)
ROLES = tuple(each.value for each in PartyRole)
CLASSES = ("public", "internal", "restricted")
INSTITUTION_KINDS = tuple(KINDS_OF_INSTITUTION)
LANGUAGES = tuple(code for code, known in LANG_INFO.items() if "name" in known and len(code) <= 3)
COUNTRIES = frozenset(countries.countries)
