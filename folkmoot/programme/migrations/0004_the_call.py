from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_links_in_use(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Sessions whose groups have addresses go on showing them."""
    for session in apps.get_model("programme", "Session").objects.using(editor.connection.alias).all():
        if session.room_links.get("kind") in ("list", "pattern"):
            session.call_mode = "links"
            session.save(update_fields=["call_mode"])


class Migration(migrations.Migration):
    """Adds how people come into their rooms of the call; going back drops it."""

    dependencies = [
        ("programme", "0003_hold_party_places_and_retry_mail"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="call_mode",
            field=models.CharField(
                choices=[
                    ("moved", "The producer moves people inside the meeting tool"),
                    ("links", "Each group has an address of its own"),
                    ("follow", "People say which room they are in"),
                ],
                default="moved",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="call_tool",
            field=models.CharField(blank=True, help_text="the meeting tool by name; empty: “the call”", max_length=20),
        ),
        migrations.AddField(
            model_name="session",
            name="help_phone",
            field=models.CharField(
                blank=True, help_text="where the producer is rung during the session", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="transfer_minutes",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="to get people into rooms, and the same back; empty: the usual of the mode",
                null=True,
            ),
        ),
        migrations.RunPython(keep_links_in_use, migrations.RunPython.noop, elidable=True),
    ]
