"""The record as its lead let it go, and the certificates that were issued. Neither keeps a word that anybody wrote."""

from django.db import models

from folkmoot.kit.ids import new_id
from folkmoot.people.models import Person
from folkmoot.programme.models import Session


class SessionRecord(models.Model):
    """One version of a session's record: which entries its lead looked through and let in.

    The words are read from the entries each time, so that what is withdrawn or held later is gone from every version.
    """

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="records")
    version = models.PositiveIntegerField()
    made_on = models.DateField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    entries = models.JSONField(default=list, help_text="ids of the entries that it holds")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="record_version_once")]

    def __str__(self) -> str:
        return f"record {self.version} of {self.session_id}"


class Certificate(models.Model):
    """A certificate of attendance: what it says is read from the attendance, so that a correction corrects it too."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id)
    code = models.CharField(max_length=16, unique=True, default=new_id, help_text="by which it can be checked")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates")
    issued_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="one_certificate_each")]

    def __str__(self) -> str:
        return f"certificate {self.code}"
