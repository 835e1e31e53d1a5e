"""Chat as an equal channel, and facilitators' messages."""

from __future__ import annotations

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit.fields import NOTE, Refused
from folkmoot.practice_kit.wire.ops import Message, Say
from folkmoot.record import access
from folkmoot.record.models import Attribution, Entry, Group, Grouping, Visibility
from folkmoot.record.operations.entries import not_again_and_again
from folkmoot.record.operations.registry import Context, operation

CHAT_LIMIT = 500
MOST_LINES_EACH = 200


@operation(Say)
def say(ctx: Context, op: Say) -> dict[str, str]:
    """Add a chat line under one's name; it never leaves the room and can be withdrawn."""
    ctx.only_live()
    ctx.only_admitted()
    author = _speaker(ctx, op.on_behalf_of)
    text = _text(op.text, CHAT_LIMIT)
    if len(ctx.layer.written("", author, "chat")) >= MOST_LINES_EACH:
        raise Refused("enough", f"That is {MOST_LINES_EACH} lines, the most one person can write in a session.")
    not_again_and_again(ctx, "", author)
    line = _line(ctx, "chat", text, _to(ctx, op), author)
    return {"entry": line.id}


def _speaker(ctx: Context, on_behalf_of: str) -> str:
    if not on_behalf_of:
        return ctx.person
    if ctx.layer.participant(on_behalf_of) is None:
        raise Refused("gone", "That person is not in this session.")
    ctx.only_facilitators()
    return on_behalf_of


def _text(text: str, limit: int) -> str:
    tidy = text.replace("\x00", "").strip()
    if not tidy:
        raise Refused("empty", "Write something first.", "text")
    if len(tidy) > limit:
        raise Refused(
            "too_long", f"{len(tidy) - limit} characters over the {limit} that fit. Your text is kept.", "text"
        )
    return tidy


def _to(ctx: Context, op: Say) -> str:
    if op.to == "session":
        return access.SESSION
    if op.to == "facilitators":
        return access.FACILITATORS
    groups = access.groups_of(ctx.layer, ctx.person)
    if not groups:
        raise Refused("no_group", "You are not in a group now. Write to everyone instead.")
    return access.of_group(groups[-1].id)


def _line(ctx: Context, kind: str, text: str, audience: str, author: str) -> Entry:
    group = audience.partition(":")[2] if audience.startswith("group:") else None
    line = ctx.layer.put(
        Entry(
            id=new_id(),
            session_id=ctx.layer.base.session.id,
            author_id=author,
            entered_by_id=ctx.person if ctx.person != author else None,
            group_id=group,
            kind=kind,
            body={"text": text},
            visibility=Visibility.SESSION if audience == access.SESSION else Visibility.GROUP,
            attribution=Attribution.NAMED,
            state=Entry.State.SHOWN,
            audience=audience,
            order=round(ctx.now.timestamp() * 1000),
            confidentiality=ctx.layer.base.session.rule,
            day=ctx.now.date(),
        )
    )
    ctx.layer.tell(audience, "said", put={"entries": [line.id]})
    if audience == access.FACILITATORS or kind == "message":
        ctx.layer.tell(access.of_person(author), "said", put={"entries": [line.id]}, mine=[line.id])
    else:
        ctx.layer.tell(access.of_person(author), "said", mine=[line.id])
    return line


@operation(Message)
def message(ctx: Context, op: Message) -> None:
    """A message shown at the top of the screens it goes to, until it is put away."""
    ctx.only_facilitators()
    text = _text(op.text, NOTE)
    for audience in _audiences(ctx, op):
        _line(ctx, "message", text, audience, ctx.person)


def _audiences(ctx: Context, op: Message) -> list[str]:
    if op.to == "session":
        return [access.SESSION]
    if op.to == "facilitators":
        return [access.FACILITATORS]
    if op.to == "group":
        return [access.of_group(ctx.group(op.target).id)]
    if op.to == "person":
        if ctx.layer.participant(op.target) is None:
            raise Refused("gone", "That person is not in this session.")
        return [access.of_person(op.target)]
    working = {Grouping.Status.SENT, Grouping.Status.OPEN, Grouping.Status.CLOSING}
    open_now = {g.id for g in ctx.layer.all(Grouping) if g.status in working}
    groups = [access.of_group(g.id) for g in ctx.layer.all(Group) if g.grouping_id in open_now]
    if not groups:
        raise Refused("no_groups", "There are no groups at work. Write to everyone instead.")
    return groups
