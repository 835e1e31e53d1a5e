"""Whatever an operation holds, its handler answers: applied, or refused with words. None ever fails on its values."""

from __future__ import annotations

from collections import Counter

import pytest
from pydantic import ValidationError

from folkmoot.practice_kit.wire.ops import Op, parse_incoming
from folkmoot.record.commit import Submission, commit
from folkmoot.record.models import Entry, Group, Grouping, Participant
from folkmoot.record.state import State
from tests.live.fuzzing import Fuzzer
from tests.workshop import a_workshop

FRAMES = 3_000


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["participant", "lead"])
def test_no_operation_fails_on_its_values(role: str) -> None:
    held = a_workshop()
    held.group(["Bea", "Dee", "Ken"])
    state = State.load(held.session.id)
    run = state.run
    state.put(run)
    run.phase = "live"
    run.save()
    person = held.nia if role == "lead" else held.people["Bea"]
    known = {
        "activity": [activity.id for activity in held.activities.values()],
        "entry": [entry.id for entry in Entry.objects.all()] + ["new"],
        "entry_kind": ["note", "statement", "answer", "sign", "theme", "chat"],
        "stage": ["write", "read", "draft", "hear", "agree", "signs", "closed"],
        "group": [group.id for group in Group.objects.all()],
        "grouping": [grouping.id for grouping in Grouping.objects.all()],
        "item": list(state.items),
        "person": [row.person_id for row in Participant.objects.all()],
        "box": [f"{activity.id}:statement:" for activity in held.activities.values()],
        "text": ["a few words"],
    }
    fuzzer, told = Fuzzer(11, known), Counter[str]()
    state_now: State | None = None
    for _ in range(FRAMES):
        try:
            op = parse_incoming(fuzzer.frame())
        except (ValidationError, ValueError):
            continue
        if isinstance(op, Op):
            done = commit(held.session.id, state_now, [Submission(person.id, op)])
            state_now, refused = done.state, done.outcomes[0].refused
            code = refused.code if refused else "applied"
            told[code] += 1
            assert code not in ("fault", "not_stored"), op
            assert refused is None or len(refused.message) > 10
    assert told.total() > FRAMES / 10, "most were not even understood"
    assert told["applied"] > 20
    assert len(told) > 6, told
