"""A “no” to releasing a group's product outlives the person who gave it, as nobody's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("record", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="releaseanswer",
            name="person",
            field=models.ForeignKey(
                help_text="empty: a no of somebody since erased",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="people.person",
            ),
        ),
    ]
