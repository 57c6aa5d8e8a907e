"""The policies an installation starts with for what agreements themselves make due."""

from django.db import migrations

BOTH = ["email", "in_app"]
CONTEXT = '{"name": "migration", "source": "command", "reason": "Default reminder policies of agreements\' own dates"}'
TO_HEAD_TOO = {"to_roles": ["head"], "is_mandatory": True}


def policy(kind, english, spanish, offset, **values):
    return {
        "kind": f"agreement_{kind}",
        "names": {"en": english, "es": spanish},
        "offset_days": offset,
        "channels": BOTH,
        "fallback_roles": ["officer", "head"],
        **values,
    }


DEFAULTS = [
    policy("entry_into_force", "Two weeks before an agreement enters into force", "Dos semanas antes de la entrada en vigor de un acuerdo", -14),
    policy("entry_into_force", "On the day an agreement enters into force", "El día en que un acuerdo entra en vigor", 0),
    policy("notice_opens", "On the day the window for notice opens", "El día en que se abre el plazo de preaviso", 0),
    policy("notice_closes", "Three months before the window for notice closes", "Tres meses antes de que se cierre el plazo de preaviso", -90),
    policy("notice_closes", "A month before the window for notice closes", "Un mes antes de que se cierre el plazo de preaviso", -30, **TO_HEAD_TOO),
    policy("notice_closes", "A week before the window for notice closes", "Una semana antes de que se cierre el plazo de preaviso", -7, **TO_HEAD_TOO),
    policy("renewal", "Two weeks before a renewal", "Dos semanas antes de una renovación", -14),
    policy("term_end", "Six months before a term ends", "Seis meses antes de que termine el plazo de vigencia", -180),
    policy("term_end", "Two months before a term ends", "Dos meses antes de que termine el plazo de vigencia", -60, **TO_HEAD_TOO),
    policy("term_end", "Two weeks before a term ends", "Dos semanas antes de que termine el plazo de vigencia", -14, **TO_HEAD_TOO),
    policy("notice_takes_effect", "Two months before a notice takes effect", "Dos meses antes de que surta efecto un preaviso", -60),
    policy("notice_takes_effect", "Two weeks before a notice takes effect", "Dos semanas antes de que surta efecto un preaviso", -14, **TO_HEAD_TOO),
    policy("denunciation_possible", "On the day denunciation becomes possible", "El día en que la denuncia pasa a ser posible", 0),
    policy("report_due", "A month before a report is due", "Un mes antes de que venza un informe", -30),
    policy("report_due", "A week before a report is due", "Una semana antes de que venza un informe", -7, is_mandatory=True),
    policy("report_due", "On the day a report is due", "El día en que vence un informe", 0, **TO_HEAD_TOO),
    policy("objection_closes", "Two months before the time to object to a reservation ends", "Dos meses antes de que termine el plazo para objetar una reserva", -60),
    policy("objection_closes", "Two weeks before the time to object to a reservation ends", "Dos semanas antes de que termine el plazo para objetar una reserva", -14, **TO_HEAD_TOO),
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
    dependencies = [("reminders", "0002_default_policies")]
    operations = [migrations.RunPython(add_defaults, remove_defaults)]
