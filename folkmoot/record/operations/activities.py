"""Starting an activity, moving it through its stages, revealing, grouping into themes, choosing for plenary."""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import timedelta
from typing import Any

from folkmoot.kit.ids import new_id
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.boards import Panels
from folkmoot.practice_kit.contract import AT_ONCE, Kind, Practice, Stage
from folkmoot.practice_kit.fields import Refused, accept
from folkmoot.practice_kit.wire.ops import Choose, Op, Promote, PutTheme, PutUnder, SetStage
from folkmoot.programme.models import AgendaItem
from folkmoot.record import access, tally
from folkmoot.record.models import Activity, Attribution, Entry, Grouping, Visibility
from folkmoot.record.operations.entries import announce_entry, random_order
from folkmoot.record.operations.registry import Context, operation
from folkmoot.record.operations.turns import start_turns

THEME_LIMIT = 80
ISSUE_LIMIT = 100
MOST_THEMES = 40
SHOW_VOTES_AFTER = timedelta(seconds=60)


class ShowLate(Op):
    """The server's own: show what was added in discussion since the last small batch, in random order."""

    activity: str


def start_activity(ctx: Context, item: AgendaItem) -> Activity | None:
    """The item's activity, made at its first stage when the item comes up for the first time."""
    practice = registry.find(item.practice)
    if practice is None:
        return None
    for activity in ctx.layer.all(Activity):
        if activity.item_id == item.id:
            return activity
    settings = practice.settled(item.settings)
    activity = ctx.layer.put(
        Activity(
            id=new_id(),
            session_id=item.session_id,
            item_id=item.id,
            practice=practice.slug,
            stage=practice.stages[0].key,
            settings=settings,
            confidentiality=item.confidentiality or ctx.layer.base.session.rule,
        )
    )
    _make_issues(ctx, practice, activity)
    return _enter(ctx, activity, practice.stages[0])


def _make_issues(ctx: Context, practice: Practice, activity: Activity) -> None:
    known = {e.body.get("title") for e in ctx.layer.entries("", "issue")}
    for place, title in enumerate(activity.settings.get(practice.makes_issues, []) if practice.makes_issues else []):
        if title not in known:
            put_issue(ctx, str(title), [], order=place)


def put_issue(ctx: Context, title: str, derived_from: list[str], order: int | None = None) -> Entry:
    """Make an Issue of the session: everybody sees it, nobody is named."""
    entry = ctx.layer.put(
        Entry(
            id=new_id(),
            session_id=ctx.layer.base.session.id,
            kind="issue",
            body={"title": title},
            visibility=Visibility.SESSION,
            state=Entry.State.SHOWN,
            audience=access.SESSION,
            order=random_order() if order is None else order,
            derived_from=derived_from,
            confidentiality=ctx.layer.base.session.rule,
            day=ctx.now.date(),
        )
    )
    ctx.layer.tell(access.SESSION, "issue_put", put={"entries": [entry.id]})
    return entry


def _enter(ctx: Context, activity: Activity, stage: Stage) -> Activity:
    seconds = None if stage.minutes is None else round(stage.minutes * 60 / ctx.run.speed)
    practice = registry.practices()[activity.practice]
    return ctx.layer.revise(
        activity,
        stage=stage.key,
        stage_started_at=ctx.now,
        stage_seconds=seconds,
        furthest=max(activity.furthest, practice.index(stage.key)),
    )


@operation(SetStage)
def set_stage(ctx: Context, op: SetStage) -> None:
    """Move an activity on, or back. Going back deletes nothing and hides nothing that was seen."""
    ctx.only_facilitators()
    ctx.only_open()
    activity = ctx.activity(op.activity)
    practice = registry.practices()[activity.practice]
    try:
        stage = practice.stage(op.stage)
    except KeyError:
        raise Refused("no_stage", "This practice has no such step. Reload the page.") from None
    old = practice.stage(activity.stage)
    if practice.index(stage.key) > practice.index(old.key):
        _votes_may_be_shown(ctx, activity, old)
    activity = _enter(ctx, activity, stage)
    dropped = _withhold(ctx, activity, old, stage)
    ctx.layer.tell(
        access.SESSION,
        "stage_set",
        put={"activities": [activity.id]},
        drop={"entries": dropped} if dropped else None,
        stage=stage.title,
    )
    _return_withheld(ctx, activity, old, stage)
    for kind in practice.kinds:
        reveal_if_due(ctx, practice, activity, kind)
        _to_plenary_if_due(ctx, practice, activity, kind)
    grouping = ctx.layer.get(Grouping, activity.grouping) if activity.grouping else None
    if grouping is not None:
        start_turns(ctx, activity, grouping)


def _votes_may_be_shown(ctx: Context, activity: Activity, stage: Stage) -> None:
    if not stage.votes or activity.stage_started_at is None:
        return
    voters = {e.author_id for e in ctx.layer.entries(activity.id, stage.votes)}
    missing = len(tally.answering(ctx.layer) - voters)
    wait = SHOW_VOTES_AFTER / ctx.run.speed - (ctx.now - activity.stage_started_at)
    if missing > 0 and wait > timedelta(0):
        seconds = -(-wait // timedelta(seconds=1))
        waiting = f"{missing} {'has' if missing == 1 else 'have'} not answered yet."
        raise Refused("too_soon", f"{waiting} You can show the answers in {seconds} s, or when all have answered.")


def _withhold(ctx: Context, activity: Activity, old: Stage, stage: Stage) -> list[str]:
    newly = set(stage.withhold) - set(old.withhold)
    return [e.id for kind in newly for e in ctx.layer.entries(activity.id, kind)]


def _return_withheld(ctx: Context, activity: Activity, old: Stage, stage: Stage) -> None:
    back: dict[str, list[str]] = defaultdict(list)
    for kind in set(old.withhold) - set(stage.withhold):
        for entry in ctx.layer.entries(activity.id, kind):
            shown = entry.state == Entry.State.SHOWN
            back[entry.audience if shown else access.of_person(entry.author_id or "")].append(entry.id)
    for audience, keys in sorted(back.items()):
        ctx.layer.tell(audience, "entries_returned", put={"entries": keys})


def reveal_if_due(ctx: Context, practice: Practice, activity: Activity, kind: Kind) -> None:
    """Show what was written in private, once its stage is reached: one event an audience, in random order,
    without authors.
    """
    if kind.shown_from in (None, AT_ONCE) or practice.index(activity.stage) < practice.index(str(kind.shown_from)):
        return
    _show(ctx, [e for e in ctx.layer.entries(activity.id, kind.name) if _waits(e)], "entries_revealed")


def _waits(entry: Entry) -> bool:
    return entry.state == Entry.State.PRIVATE and entry.visibility != Visibility.PRIVATE and bool(entry.audience)


def _show(ctx: Context, entries: list[Entry], kind: str) -> None:
    by_audience: dict[str, list[str]] = defaultdict(list)
    for entry in secrets.SystemRandom().sample(entries, len(entries)):
        fields: dict[str, Any] = {"state": Entry.State.SHOWN, "order": random_order()}
        if entry.attribution == Attribution.UNLINKED:
            fields |= {"author_id": None, "entered_by_id": None}
            ctx.layer.unlink(entry)
        elif entry.author_id and not access.is_told(ctx.layer, entry.author_id, entry.audience):
            by_audience[access.of_person(entry.author_id)].append(entry.id)  # who has moved on since hears of it too
        ctx.layer.revise(entry, **fields)
        by_audience[entry.audience].append(entry.id)
    for audience, keys in sorted(by_audience.items()):
        ctx.layer.tell(audience, kind, put={"entries": keys})


@operation(ShowLate)
def show_late(ctx: Context, op: ShowLate) -> None:
    """Show the small batch of what was added in discussion."""
    _show(ctx, waiting_late(ctx, op.activity), "entries_added")


def waiting_late(ctx: Context, activity: str) -> list[Entry]:
    """Entries added in discussion that wait for the next small batch."""
    return [e for e in ctx.layer.entries(activity) if e.late and _waits(e)]


def _to_plenary_if_due(ctx: Context, practice: Practice, activity: Activity, kind: Kind) -> None:
    if kind.plenary_from is None or practice.index(activity.stage) < practice.index(kind.plenary_from):
        return
    moved = []
    for entry in ctx.layer.entries(activity.id, kind.name):
        if entry.state == Entry.State.SHOWN and entry.audience != access.SESSION:
            ctx.layer.revise(entry, audience=access.SESSION, visibility=Visibility.SESSION)
            moved.append(entry.id)
    if moved:
        ctx.layer.tell(
            access.SESSION, "brought_to_plenary", put={"entries": secrets.SystemRandom().sample(moved, len(moved))}
        )


@operation(PutTheme)
def put_theme(ctx: Context, op: PutTheme) -> dict[str, Any]:
    """Name or rename a theme; a reviewed title is a product of the session that the lead may release."""
    ctx.only_facilitators()
    title = op.title.strip()
    if not title or len(title) > THEME_LIMIT:
        raise Refused("title", f"Give the theme a name of at most {THEME_LIMIT} characters.", "title")
    activity = ctx.activity(op.activity)
    body = {"title": title, "reviewed": op.reviewed}
    if op.theme:
        old = ctx.entry(op.theme)
        if old.kind != "theme" or old.activity_id != activity.id:
            raise Refused("no_theme", "That is not a theme of this activity.")
        theme = ctx.layer.revise(old, body=body)
    elif len(ctx.layer.entries(activity.id, "theme")) >= MOST_THEMES:
        raise Refused("enough", f"There are {MOST_THEMES} themes already. Put notes under one of them.")
    else:
        theme = ctx.layer.put(_session_entry(ctx, activity, "theme", body))
    ctx.layer.tell(access.SESSION, "theme_put", put={"entries": [theme.id]})
    return {"entry": theme.id}


def _session_entry(
    ctx: Context, activity: Activity, kind: str, body: dict[str, Any], derived_from: tuple[str, ...] = ()
) -> Entry:
    return Entry(
        id=new_id(),
        session_id=activity.session_id,
        activity_id=activity.id,
        kind=kind,
        body=body,
        visibility=Visibility.SESSION,
        state=Entry.State.SHOWN,
        audience=access.SESSION,
        order=random_order(),
        derived_from=list(derived_from),
        confidentiality=activity.confidentiality,
        day=ctx.now.date(),
    )


@operation(PutUnder)
def put_under(ctx: Context, op: PutUnder) -> None:
    """Put a shown entry under a theme or another entry (“same as”), or take it out. A group may sort its own board."""
    entry = ctx.entry(op.entry)
    member = entry.audience in access.audiences_of(ctx.layer, ctx.person) and entry.audience != access.SESSION
    if not ctx.runs_it and not member:
        ctx.only_facilitators()
    if entry.state != Entry.State.SHOWN:
        raise Refused("not_shown", "That note has not been shown yet.")
    if op.under:
        over = ctx.entry(op.under)
        shown = over.state == Entry.State.SHOWN and over.activity_id == entry.activity_id
        if over.id == entry.id or over.theme or not shown:
            raise Refused("under", "Choose a theme of this activity that is not under another.")
    moved = ctx.layer.revise(entry, theme=op.under)
    ctx.layer.tell(moved.audience, "put_under", put={"entries": [moved.id]})


@operation(Choose)
def choose(ctx: Context, op: Choose) -> dict[str, Any]:
    """Take a group's statement into plenary: a copy derived from it belongs to everyone present; the group's
    stays as it is.
    """
    ctx.only_facilitators()
    ctx.only_open()
    activity = ctx.activity(op.activity)
    source = ctx.entry(op.entry)
    if source.audience != access.SESSION or source.state != Entry.State.SHOWN or source.activity_id != activity.id:
        raise Refused("not_shown", "Only what everybody has been shown can be chosen.")
    chosen = ctx.layer.put(_session_entry(ctx, activity, source.kind, source.body, (source.id,)))
    ctx.layer.revise(activity, chosen=chosen.id)
    ctx.layer.tell(access.SESSION, "chosen", put={"activities": [activity.id], "entries": [chosen.id]})
    return {"entry": chosen.id}


@operation(Promote)
def promote(ctx: Context, op: Promote) -> dict[str, Any]:
    """Take a note or chat line further, in one action; where it came from is kept, who wrote it is not shown."""
    ctx.only_facilitators()
    ctx.only_open()
    entry = ctx.entry(op.entry)
    own = entry.author_id == ctx.person and entry.audience == access.FACILITATORS
    if not own and not access.may_receive(ctx.layer, entry, access.SESSION):
        raise Refused(
            "not_shown", "Only what everybody has been shown can be taken further. Ask them to say it to all."
        )
    text = (op.text or entry_text(entry)).replace("\x00", "").strip()
    if not text:
        raise Refused("empty", "There are no words to take further.", "text")
    if op.to == "issue":
        _may_become_issue(ctx, entry)
        if len(text) > ISSUE_LIMIT:
            raise Refused(
                "too_long", f"Shorten the issue to {ISSUE_LIMIT} characters; the whole note stays where it is.", "text"
            )
        return {"entry": put_issue(ctx, text, [entry.id]).id}
    if op.to == "agreement":
        return {"entry": _to_agreement(ctx, ctx.activity(op.activity), entry, text).id}
    return {"entry": _to_board(ctx, ctx.activity(op.activity), entry, text).id}


def _may_become_issue(ctx: Context, entry: Entry) -> None:
    """A practice says which of its entries may; what people notice in themselves, for instance, never does."""
    activity = ctx.layer.get(Activity, entry.activity_id) if entry.activity_id else None
    practice = registry.find(activity.practice) if activity else None
    kind = next((kind for kind in practice.kinds if kind.name == entry.kind), None) if practice else None
    if kind is not None and not kind.makes_issue(entry.body):
        raise Refused("not_an_issue", "That stays where it was written. Ask whether somebody will put it as an issue.")


def _to_agreement(ctx: Context, activity: Activity, source: Entry, text: str) -> Entry:
    """Take a suggestion in: a product of the session, derived from it, in words that a facilitator may polish."""
    ctx.only_live()
    practice = registry.practices()[activity.practice]
    kind = next((kind for kind in practice.kinds if kind.product == "agreement"), None)
    if kind is None or source.activity_id != activity.id:
        raise Refused("no_agreement", "Only a suggestion for the ways of working can be taken in.")
    body = accept(kind.shape, {"text": text})
    shown = [tally.seen(e) for e in ctx.layer.entries(activity.id) if access.may_receive(ctx.layer, e, access.SESSION)]
    message = practice.against(kind.name, body, shown, tally.given(ctx.layer, activity, None))
    if message:
        raise Refused("practice", message)
    entry = ctx.layer.put(_session_entry(ctx, activity, kind.name, body, (source.id,)))
    announce_entry(ctx, entry, "entry_put")
    return entry


def entry_text(entry: Entry) -> str:
    """The main text of an entry: its `text`, `title` or first text there is."""
    for name in ("text", "title"):
        if entry.body.get(name):
            return str(entry.body[name])
    return next((value for value in entry.body.values() if isinstance(value, str) and value), "")


def _to_board(ctx: Context, activity: Activity, source: Entry, text: str) -> Entry:
    ctx.only_live()
    practice = registry.practices()[activity.practice]
    for part in (p for stage in practice.stages for p in stage.parts):
        if isinstance(part, Panels):
            kind = practice.kind(part.kind)
            body = accept(kind.shape, {"text": text, **({part.by: part.panels[0].key} if len(part.panels) > 1 else {})})
            entry = _session_entry(ctx, activity, kind.name, body, (source.id,))
            entry.author_id, entry.entered_by_id, entry.late = source.author_id, ctx.person, True
            announce_entry(ctx, ctx.layer.put(entry), "entry_put")
            return entry
    raise Refused("no_board", "This activity has no board of notes. Make it an issue instead.")
