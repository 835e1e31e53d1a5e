from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds since when somebody is lost; going back forgets who is."""

    dependencies = [("record", "0006_addresses_of_the_plan")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="lost_at",
            field=models.DateTimeField(
                blank=True, help_text="when they said that they are lost; empty once somebody has found them", null=True
            ),
        ),
    ]
