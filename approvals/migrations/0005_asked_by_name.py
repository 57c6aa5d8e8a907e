from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_existing_tracks")]
    operations = [
        migrations.RemoveField(model_name="step", name="responsible"),
        # Only now every decision stands in its own spell.
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome__in', ['approved', 'approved_with_conditions', 'changes_requested', 'rejected'])), fields=('step', 'spell', 'decided_by'), name='one_vote_per_person'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome__in', ['approved', 'approved_with_conditions', 'changes_requested', 'rejected'])), fields=('step', 'spell', 'contact'), name='one_vote_per_contact'),
        ),
    ]
