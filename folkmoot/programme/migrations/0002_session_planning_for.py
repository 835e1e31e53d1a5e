"""For how many people a session is planned."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the field; going back drops it."""

    dependencies = [("programme", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="planning_for",
            field=models.PositiveIntegerField(
                blank=True, help_text="people to plan groups for; empty: from the bookings", null=True
            ),
        ),
    ]
