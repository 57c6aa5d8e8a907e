"""The policies an installation starts with. Administrators change them in the administration."""

from django.db import migrations

BOTH = ["email", "in_app"]
CONTEXT = '{"name": "migration", "source": "command", "reason": "Default reminder policies"}'


def policy(kind, english, spanish, offset, **values):
    return {
        "kind": kind,
        "names": {"en": english, "es": spanish},
        "offset_days": offset,
        "channels": BOTH,
        "fallback_roles": ["officer", "head"],
        **values,
    }


DECIDERS = {"fallback_roles": ["approver"]}
TO_HEAD_TOO = {"to_roles": ["head"], "is_mandatory": True}
DEFAULTS = [
    policy("approval_step_due", "Two weeks before an approval is due", "Dos semanas antes de que venza una aprobación", -14, **DECIDERS),
    policy("approval_step_due", "On the day an approval is due", "El día en que vence una aprobación", 0, is_mandatory=True, **DECIDERS),
    policy(
        "approval_step_due", "Approval overdue: every week", "Aprobación vencida: cada semana", 7,
        repeat_every=7, repeat_times=4, **DECIDERS, **TO_HEAD_TOO,
    ),
    policy(
        "agreement_untouched", "Agreement not touched for a while", "Acuerdo sin cambios desde hace tiempo", 0,
        repeat_every=30, repeat_times=5,
    ),
    policy(
        "agreement_untouched", "Agreement still not touched a month later", "Acuerdo aún sin cambios un mes después", 30,
        to_responsible=False, to_roles=["head"], repeat_every=60, repeat_times=2,
    ),
    policy("activity_start", "Two weeks before an activity starts", "Dos semanas antes del inicio de una actividad", -14),
    policy("activity_start", "On the day an activity starts", "El día en que comienza una actividad", 0, is_mandatory=True),
    policy(
        "activity_start", "Start of an activity overdue: every week", "Inicio de una actividad atrasado: cada semana", 3,
        repeat_every=7, repeat_times=4, **TO_HEAD_TOO,
    ),
]


def add_defaults(apps, schema_editor):
    model = apps.get_model("reminders", "ReminderPolicy")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('entente.context', %s, true)", [CONTEXT])
    model.objects.bulk_create([model(**values) for values in DEFAULTS])


def remove_defaults(apps, schema_editor):
    model = apps.get_model("reminders", "ReminderPolicy")
    model.objects.filter(names__in=[values["names"] for values in DEFAULTS]).delete()


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]
    operations = [migrations.RunPython(add_defaults, remove_defaults)]
