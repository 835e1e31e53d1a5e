"""There are few join codes, so a session that is made looks for one that is free."""

from __future__ import annotations

import pytest

from folkmoot.programme import models
from folkmoot.programme.agenda_cloning import clone_session
from tests.factories import a_session

pytestmark = pytest.mark.django_db


def test_a_copy_gets_a_code_that_no_other_session_has(monkeypatch: pytest.MonkeyPatch) -> None:
    first = a_session(join_code="MOOT-2222")
    drawn = iter(["MOOT-2222", "MOOT-2222", "MOOT-3333"])
    field = models.Session._meta.get_field("join_code")
    monkeypatch.setattr(field, "_get_default", lambda: next(drawn))
    monkeypatch.setattr(models, "join_code", lambda: next(drawn))
    assert clone_session(first).join_code == "MOOT-3333"
    first.save()
    assert first.join_code == "MOOT-2222"
