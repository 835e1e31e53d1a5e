"""How long things are kept, and what a host may say about it."""

from datetime import timedelta
from typing import Any

import pytest

from folkmoot.kit.environment import WrongSetting
from folkmoot.people.checks import times_of_keeping_can_be_read
from folkmoot.people.retention import keep, read, said


def test_the_guides_figures() -> None:
    days = {key: keep(key).days for key in ("access_notes", "unconfirmed", "private", "coaching", "contributions")}
    assert days == {"access_notes": 30, "unconfirmed": 30, "private": 90, "coaching": 30, "contributions": 365}
    assert keep("attendance") > timedelta(days=6 * 365)


def test_a_host_may_keep_for_less_or_more(settings: Any) -> None:
    settings.KEEP = "private=60, attendance=730"
    assert keep("private").days == 60
    assert keep("attendance").days == 730
    assert ("Private notes and unfinished texts, unless you keep them", "60 days after the programme") in said()
    assert ("Attendance and certificates", "2 years after the session") in said()


@pytest.mark.parametrize("wrong", ["secrets=5", "private=soon", "private=0", "private"])
def test_a_wrong_figure_stops_the_start_and_names_the_classes(wrong: str, settings: Any) -> None:
    with pytest.raises(WrongSetting, match="access_notes"):
        read(wrong)
    settings.KEEP = wrong
    assert times_of_keeping_can_be_read()[0].id == "folkmoot.E002"
