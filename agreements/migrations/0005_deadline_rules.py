"""Rules of deadlines, and the function that counts them. It follows `agreements.law.calendar`: months before days,
clamped to the month's end once, from the anchor.
"""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

CREATE_FUNCTION = """
CREATE FUNCTION agreements_next_deadline(
    anchor date, first_months int, first_days int, step_months int, step_days int, final int,
    anchor_is_last_day boolean, day_after boolean, lead_months int, lead_days int, within daterange, since date
) RETURNS date LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    month CONSTANT double precision := 30.436875;
    step CONSTANT double precision := step_months * month + step_days;
    number int := 0;
    last_day date;
    due date;
BEGIN
    IF step > 0 THEN
        -- Begin somewhat before the cycle in question, since months differ in length: eight days, and one cycle.
        number := greatest(0, floor((
            greatest(since - anchor + lead_months * month + lead_days, coalesce(lower(within) - anchor, 0))
            - first_months * month - first_days - 8) / step)::int - 1);
    END IF;
    LOOP
        EXIT WHEN number > final;
        last_day := anchor + make_interval(months => first_months + number * step_months,
                                           days => first_days + number * step_days);
        EXIT WHEN last_day > date '9999-12-31';
        IF NOT anchor_is_last_day THEN
            last_day := last_day - 1;
        END IF;
        due := CASE WHEN day_after THEN last_day + 1
                    ELSE last_day - make_interval(months => lead_months, days => lead_days) END;
        EXIT WHEN last_day >= upper(within) OR due > date '9999-12-31';
        IF due >= since AND (lower_inf(within) OR last_day >= lower(within)) THEN
            RETURN due;
        END IF;
        EXIT WHEN step = 0;
        number := number + 1;
    END LOOP;
    RETURN NULL;
END $$
"""
DROP_FUNCTION = """
DROP FUNCTION agreements_next_deadline(
    date, int, int, int, int, int, boolean, boolean, int, int, daterange, date
)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0004_documents'),
    ]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, DROP_FUNCTION),
        migrations.CreateModel(
            name='DeadlineRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('entry_into_force', 'Entry into force expected'), ('notice_opens', 'Notice window opens'), ('notice_closes', 'Last day for notice of non-renewal to be received'), ('renewal', 'Renewal'), ('term_end', 'End of the term'), ('notice_takes_effect', 'Notice takes effect'), ('denunciation_possible', 'Denunciation possible from'), ('report_due', 'Report due'), ('objection_closes', 'Last day to object to a reservation')], max_length=25, verbose_name='kind')),
                ('anchor', models.DateField()),
                ('first_months', models.IntegerField(default=0)),
                ('first_days', models.IntegerField(default=0)),
                ('step_months', models.IntegerField(default=0)),
                ('step_days', models.IntegerField(default=0)),
                ('final', models.IntegerField(default=0, null=True)),
                ('anchor_is_last_day', models.BooleanField(default=True)),
                ('day_after', models.BooleanField(default=False)),
                ('lead_months', models.IntegerField(default=0)),
                ('lead_days', models.IntegerField(default=0)),
                ('within', django.contrib.postgres.fields.ranges.DateRangeField()),
                ('recurrence', models.CharField(blank=True, max_length=200)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadline_rules', to='agreements.agreement')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agreements.agreementparty')),
            ],
            options={
                'verbose_name': 'deadline',
                'verbose_name_plural': 'deadlines',
                'ordering': ['agreement', 'kind', 'id'],
                'indexes': [models.Index(fields=['kind', 'agreement'], name='deadline_rules_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['entry_into_force', 'notice_opens', 'notice_closes', 'renewal', 'term_end', 'notice_takes_effect', 'denunciation_possible', 'report_due', 'objection_closes'])), name='deadline_kind_is_known')],
            },
        ),
    ]
