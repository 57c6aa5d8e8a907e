"""The templates of routes an installation starts with. Administrators change them on the administration site."""

from django.db import migrations
from django.utils import timezone

CONTEXT = '{"name": "migration", "source": "command", "reason": "Templates of routes to start with"}'
PROPOSED = "The times allowed are proposals."


def step(group, kind, working_days=None, **values):
    allowed = {"length": working_days, "length_unit": "working_days"} if working_days else {}
    return {"group": group, "kind": kind, **allowed, **values}


def of_foreign_ministry(group, kind, working_days=None, **values):
    outside = {"body_name": "Secretaría de Relaciones Exteriores", "is_outside": True}
    return step(group, kind, working_days, **outside, **values)


TEMPLATES = [
    {
        "code": "europol-working-arrangement",
        "names": {"en": "Europol working arrangement", "es": "Arreglo de trabajo de Europol"},
        "subject_kind": "agreement",
        "record_kinds": ["working_arrangement"],
        "institution_kinds": ["eu_agency"],
        "source": "Regulation (EU) 2016/794, Arts 11(1)(r) and 23(4)",
        "source_note": "The Management Board authorises the conclusion. Such arrangements do not allow the exchange of "
        "personal data; the review, where that is not clear, is a proposal. " + PROPOSED,
        "steps": [
            step(1, "data_protection_review", 15, only_if={"personal_data": ["yes", "unknown"]}),
            step(2, "governing_body", 40, body_name="Management Board"),
        ],
    },
    {
        "code": "mexican-inter-institutional-agreement",
        "names": {"en": "Mexican inter-institutional agreement", "es": "Acuerdo interinstitucional mexicano"},
        "subject_kind": "agreement",
        "record_kinds": ["inter_institutional_agreement", "working_arrangement", "memorandum_of_understanding"],
        "countries": ["MX"],
        "source": "Ley sobre la Celebración de Tratados (Mexico), Arts 2 and 7",
        "source_note": "Opinion of the foreign ministry, then entry in its register. Confirm with counsel whether and "
        "how it applies; registration holds nothing up here. " + PROPOSED,
        "steps": [
            of_foreign_ministry(1, "legal_opinion", 30),
            of_foreign_ministry(2, "registered", blocks_signature=False),
        ],
    },
    {
        "code": "simple-memorandum",
        "names": {"en": "Simple memorandum of understanding", "es": "Memorando de entendimiento sencillo"},
        "subject_kind": "agreement",
        "record_kinds": ["memorandum_of_understanding"],
        "source_note": "A proposal to start from, not taken from a rule. " + PROPOSED,
        "steps": [
            step(1, "legal_opinion", 10, role="approver"),
            step(2, "executive_approval", 10, role="head"),
        ],
    },
    {
        "code": "activity",
        "names": {"en": "Activity", "es": "Actividad"},
        "subject_kind": "activity",
        "source_note": "A proposal to start from, not taken from a rule. " + PROPOSED,
        "steps": [step(1, "executive_approval", 5, role="head")],
    },
]


def add_templates(apps, schema_editor):
    template_model = apps.get_model("approvals", "RouteTemplate")
    step_model = apps.get_model("approvals", "TemplateStep")
    now = timezone.now()
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('entente.context', %s, true)", [CONTEXT])
    for values in TEMPLATES:
        own = {name: value for name, value in values.items() if name != "steps"}
        template = template_model.objects.create(created_at=now, updated_at=now, **own)
        for each in values["steps"]:
            step_model.objects.create(template=template, **each)


def remove_templates(apps, schema_editor):
    model = apps.get_model("approvals", "RouteTemplate")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('entente.context', %s, true)", [CONTEXT])
    model.objects.filter(code__in=[values["code"] for values in TEMPLATES]).delete()


class Migration(migrations.Migration):
    dependencies = [("approvals", "0005_asked_by_name")]
    operations = [migrations.RunPython(add_templates, remove_templates)]
