"""Who takes part as of a tick: only the rows that changed are looked at, and the answer is that of looking at all."""

from random import Random

import pytest

from folkmoot.kit.ids import new_id
from folkmoot.kit.time import utc_now
from folkmoot.record import access, tally
from folkmoot.record.models import Attendance, Entry, Participant
from folkmoot.record.state import Layer
from tests.workshop import a_workshop

pytestmark = pytest.mark.django_db


def test_who_takes_part_is_the_same_as_when_everybody_is_looked_at() -> None:
    order = Random(5)
    state = a_workshop().state
    for _ in range(60):
        layer = Layer(Layer(Layer(state)))
        for _ in range(order.randrange(6)):
            below = order.choice([layer, layer.under, layer.under.under if layer.under else None])
            people = list(below.all(Participant)) if below else []
            if not below or not people:
                continue
            row = order.choice(people)
            if order.random() < 0.15:
                below.remove(row)
            else:
                channel = order.choice(["app", "call_only"])
                below.revise(row, here=order.random() < 0.5, admitted=order.random() < 0.8, channel=channel)
        everybody = list(layer.all(Participant))
        assert access.taking_part(layer) == {p.person_id for p in everybody if access.takes_part(p)}
        by_themselves = {p.person_id for p in everybody if access.takes_part(p) and p.channel == "app"}
        assert tally.answering(layer) == by_themselves


def test_a_persons_attendance_is_found_in_every_layer() -> None:
    state = a_workshop().state
    one, other = [p.person_id for p in state.all(Participant)][:2]
    lower = Layer(state)
    first = lower.put(Attendance(id=new_id(), session_id=state.session.id, person_id=one, since=utc_now()))
    lower.put(Attendance(id=new_id(), session_id=state.session.id, person_id=other, since=utc_now()))
    upper = Layer(lower)
    upper.put(Attendance(id=new_id(), session_id=state.session.id, person_id=one, since=utc_now()))
    assert len(upper.attendance(one)) == 2
    upper.remove(first)
    assert len(upper.attendance(one)) == 1
    assert len(lower.attendance(one)) == 1


def test_a_practice_sees_the_words_as_they_are_now() -> None:
    layer = Layer(a_workshop().state)
    entry = layer.put(Entry(id=new_id(), kind="note", body={"text": "before"}, order=1.0))
    assert tally.seen(entry).body == {"text": "before"}
    assert tally.seen(layer.revise(entry, body={"text": "after"})).body == {"text": "after"}
