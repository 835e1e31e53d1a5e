"""How long somebody was there, while they are there still."""

from datetime import timedelta

from folkmoot.kit.time import utc_now
from folkmoot.record.models import Attendance
from folkmoot.record.queries import presence


def test_who_is_there_still_has_been_there_until_now_and_no_longer() -> None:
    now = utc_now()
    span = (now - timedelta(minutes=20), now + timedelta(minutes=100))
    assert presence([Attendance(since=now - timedelta(minutes=10), until=None)], span).minutes == 10


def test_who_came_before_the_hour_has_been_there_for_none_of_it_yet() -> None:
    now = utc_now()
    span = (now + timedelta(minutes=30), now + timedelta(minutes=90))
    assert presence([Attendance(since=now - timedelta(minutes=10), until=None)], span).minutes == 0
