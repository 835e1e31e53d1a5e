"""Reading the record: the version that stands, what it holds now, and what people said in the feedback form."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass

from folkmoot.practice_kit.fields import Choice, marks
from folkmoot.programme.models import Session
from folkmoot.record import release
from folkmoot.record.models import Entry, Run
from folkmoot.record.state import State, run_of
from folkmoot.reports.contents import Contents, contents_of
from folkmoot.reports.figures import Counts, Row
from folkmoot.reports.models import SessionRecord
from folkmoot.sense.small_numbers import THRESHOLD, suppress


def latest_record(session: Session) -> SessionRecord | None:
    """The newest version of the session's record, or None while it has not been made."""
    return SessionRecord.objects.select_related("made_by").filter(session=session).first()


def contents_now(record: SessionRecord) -> Contents:
    """What a record holds today: of what its lead let in, that which may still leave."""
    return contents_of(State.load(record.session_id), set(record.entries))


@dataclass(frozen=True)
class Feedback:
    """What people answered at the end: choices as counts, words in random order; both only when five or more did."""

    answers: str
    choices: tuple[Counts, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()


def feedback_of(state: State) -> Feedback | None:
    """The feedback of a session, for those who ran it; None while it is open, and when nobody gave any.

    Only once it is closed: who sees the words come in one by one sees whose they are.
    """
    if run_of(state).phase != Run.Phase.CLOSED:
        return None
    given = [e for e in state.all(Entry) if e.state != Entry.State.WITHDRAWN and _is_feedback(state, e)]
    if not given:
        return None
    said = suppress({"": len(given)}).rows[0].text
    if len(given) < THRESHOLD:
        return Feedback(said)
    kind = release.kind_of(state, given[0])
    shuffled = secrets.SystemRandom().sample(given, len(given))
    choices, words = [], []
    for name, (mark, _) in marks(kind.shape).items() if kind else ():
        values = [str(e.body.get(name) or "") for e in shuffled if e.body.get(name)]
        if isinstance(mark, Choice) and values:
            counts = Counter(mark.options.get(value, "") for value in values)
            table = suppress({label: counts[label] for label in mark.options.values()})
            choices.append(Counts(mark.label, tuple(Row(r.category, r.text, r.count) for r in table.rows), table.total))
        elif values:
            words.append((mark.label, tuple(values)))
    return Feedback(said, tuple(choices), tuple(words))


def _is_feedback(state: State, entry: Entry) -> bool:
    kind = release.kind_of(state, entry)
    return kind is not None and kind.product == "feedback"
