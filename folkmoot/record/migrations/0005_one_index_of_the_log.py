import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drops what other indexes begin with already; going back makes it again."""

    dependencies = [
        ("record", "0004_in_the_call"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appliedop",
            name="stream",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="applied", to="record.stream"
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="stream",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="record.stream"
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="stream",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="events", to="record.stream"
            ),
        ),
    ]
