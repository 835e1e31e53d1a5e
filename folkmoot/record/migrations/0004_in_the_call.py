from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds where people are in the call, and reports of the call to attendance; going back drops them."""

    dependencies = [
        ("programme", "0004_the_call"),
        ("record", "0003_which_rows_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="call_name",
            field=models.CharField(blank=True, help_text="their name in the call, if it is another", max_length=80),
        ),
        migrations.AddField(
            model_name="participant",
            name="call_room",
            field=models.PositiveIntegerField(
                blank=True, help_text="the meeting tool's room that the producer has put them in", null=True
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="says_room",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="the room in which they say they are, until the producer has answered",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="call_mode",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "The producer moves people inside the meeting tool"),
                    ("links", "Each group has an address of its own"),
                    ("follow", "People say which room they are in"),
                ],
                help_text="changed in the room; empty: as planned",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="attendance",
            name="source",
            field=models.CharField(
                choices=[("automatic", "automatic"), ("corrected", "corrected"), ("call", "call")],
                default="automatic",
                help_text="call: from the meeting tool's own report",
                max_length=10,
            ),
        ),
    ]
