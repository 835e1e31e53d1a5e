"""What several processes tell each other: which rows a commit changed, and who is connected where."""

import django.db.models.deletion
from django.db import migrations, models

ONE_SESSION = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+", "to": "programme.session"}
ONE_STREAM = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "changes", "to": "record.stream"}


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial"), ("record", "0002_keep_nobodys_no")]

    operations = [
        migrations.AddField(
            model_name="stream",
            name="version",
            field=models.BigIntegerField(default=0, help_text="commits that changed something, told in the log or not"),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.BigIntegerField(help_text="the stream's, after this commit")),
                ("rows", models.JSONField(help_text="ids by table; empty: read everything again", null=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("stream", models.ForeignKey(**ONE_STREAM)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("stream", "version"), name="change_once")]},
        ),
        migrations.CreateModel(
            name="Serving",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("process", models.CharField(max_length=16)),
                ("people", models.JSONField(default=dict, help_text="here or away, by person’s id")),
                ("at", models.DateTimeField(help_text="the last sign of life, by the database’s clock")),
                ("session", models.ForeignKey(**ONE_SESSION)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("process", "session"), name="serving_once")]},
        ),
    ]
