"""What a person does on their own page. What concerns a session goes through its committer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from folkmoot.between.coffee import answering as coffees
from folkmoot.between.queries import own_page
from folkmoot.kit.ids import new_id
from folkmoot.people.models import KeptItem, MeetingWish, Person
from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import AnswerRelease, Op, ReleaseOwn, SaveDraft, WithdrawEntry
from folkmoot.record import writing
from folkmoot.record.models import Draft, Entry, Group
from folkmoot.record.operations.steps import ReviewStep
from folkmoot.record.queries import ids_of

Asked = Mapping[str, str]
NOT_THERE = "That is not on your page any more. Look again."


def withdraw(person: Person, asked: Asked) -> str:
    """Take an entry of one's own away, everywhere."""
    entry = own_entry(person, asked.get("entry", ""))
    _submit(entry.session_id, person, WithdrawEntry(op_id=new_id(), entry=entry.id))
    return "Withdrawn. It is gone from the board, the record and the counts."


def release(person: Person, asked: Asked) -> str:
    """Let an entry of one's own leave the room, or take that back."""
    entry = own_entry(person, asked.get("entry", ""))
    let_go = asked.get("release") == "yes"
    _submit(entry.session_id, person, ReleaseOwn(op_id=new_id(), entry=entry.id, release=let_go))
    return "It may be in the record now, without your name." if let_go else "It stays in the room again."


def keep(person: Person, asked: Asked) -> str:
    """Keep something private longer than the time of keeping, or let it go with the others."""
    entry = own_entry(person, asked.get("entry", ""))
    kept = KeptItem.objects.filter(person__in=ids_of(person), item=entry.id)
    if asked.get("keep") != "yes":
        kept.delete()
        return "It goes with the others, some time after the programme."
    if not kept.exists():
        KeptItem.objects.create(person=person, item=entry.id)
    return "It stays until you withdraw it."


def answer(person: Person, asked: Asked) -> str:
    """Say whether what one's group made may leave."""
    group = Group.objects.filter(id=asked.get("group", "")).first()
    product = asked.get("product", "")
    if group is None or product not in ("purpose", "key_points"):
        raise Refused("gone", NOT_THERE)
    yes = asked.get("yes") == "yes"
    op = AnswerRelease(op_id=new_id(), group=group.id, product=product, yes=yes)
    _submit(group.session_id, person, op)
    return (
        "Your yes is kept. It leaves when everyone has said so."
        if yes
        else "It stays in the room. Nobody sees whose no it was."
    )


def review(person: Person, asked: Asked) -> str:
    """Say what became of a step."""
    entry = own_entry(person, asked.get("step", ""))
    outcome = asked.get("outcome", "intended")
    if outcome not in ("intended", "tried", "adapted", "stopped"):
        raise Refused("outcome", "Choose one of the four answers.")
    op = ReviewStep(op_id=new_id(), step=entry.id, outcome=outcome, noticed=asked.get("noticed", ""))
    _submit(entry.session_id, person, op)
    return "Kept, for you alone."


def drop_draft(person: Person, asked: Asked) -> str:
    """Throw an unsubmitted text away."""
    draft = Draft.objects.filter(id=asked.get("draft", ""), person__in=ids_of(person)).first()
    if draft is None:
        raise Refused("gone", NOT_THERE)
    _submit(draft.session_id, person, SaveDraft(op_id=new_id(), box=draft.box, body={}))
    return "That text is gone."


def wish(person: Person, asked: Asked) -> str:
    """Wish not to be grouped with somebody whom one has met; nobody else ever learns of it."""
    if asked.get("apart_from", "") not in {each.key for each in own_page(person).met}:
        raise Refused("gone", NOT_THERE)
    MeetingWish.objects.get_or_create(person=person, apart_from_id=asked["apart_from"])
    return "Kept, for nobody but you. Groups are made so that you are apart, wherever that can be done."


def drop_wish(person: Person, asked: Asked) -> str:
    """Take a private wish back."""
    MeetingWish.objects.filter(id=asked.get("wish", ""), person__in=ids_of(person), manages=False).delete()
    return "That wish is gone."


DEEDS: dict[str, Callable[[Person, Asked], str]] = {
    "withdraw": withdraw,
    "release": release,
    "keep": keep,
    "answer": answer,
    "review": review,
    "drop_draft": drop_draft,
    "wish": wish,
    "drop_wish": drop_wish,
    **coffees.DEEDS,
}


def own_entry(person: Person, key: str) -> Entry:
    """An entry of one's own that is not withdrawn.

    Raises:
        Refused: when there is none with this id.
    """
    found = Entry.objects.filter(id=key, author__in=ids_of(person)).exclude(state=Entry.State.WITHDRAWN).first()
    if found is None:
        raise Refused("gone", NOT_THERE)
    return found


def _submit(session_id: str | None, person: Person, op: Op) -> None:
    outcome = writing.submit(session_id or "", person.id, op)
    if outcome.refused is not None:
        raise outcome.refused
