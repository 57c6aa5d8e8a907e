from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_existing_tracks")]
    operations = [migrations.RemoveField(model_name="step", name="responsible")]
