"""The policies an installation starts with for conditions of approvals and for delegations."""

from django.db import migrations

BOTH = ["email", "in_app"]
CONTEXT = '{"name": "migration", "source": "command", "reason": "Default reminder policies of approvals"}'
TO_HEAD_TOO = {"to_roles": ["head"], "is_mandatory": True}


def policy(kind, english, spanish, offset, **values):
    return {
        "kind": kind,
        "names": {"en": english, "es": spanish},
        "offset_days": offset,
        "channels": BOTH,
        "fallback_roles": ["officer", "head"],
        **values,
    }


DEFAULTS = [
    policy("approval_condition_due", "Two weeks before a condition of an approval is due", "Dos semanas antes de que venza una condición de una aprobación", -14),
    policy("approval_condition_due", "On the day a condition of an approval is due", "El día en que vence una condición de una aprobación", 0, is_mandatory=True),
    policy(
        "approval_condition_due", "Condition of an approval overdue: every week", "Condición de una aprobación vencida: cada semana", 7,
        repeat_every=7, repeat_times=4, **TO_HEAD_TOO,
    ),
    policy("approval_delegation_end", "Three days before a delegation ends", "Tres días antes de que termine una delegación", -3, fallback_roles=[]),
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
    dependencies = [("reminders", "0003_policies_of_force")]
    operations = [migrations.RunPython(add_defaults, remove_defaults)]
