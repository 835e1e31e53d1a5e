"""Operations of those who run a session. The server checks every one again."""

from typing import Annotated, Any, Literal

from pydantic import Field

from folkmoot.practice_kit.wire.base import Id, Op


class Go(Op):
    """Open the room, or move to an agenda item. Going back is free and deletes nothing."""

    kind: Literal["go"] = "go"
    item: Id


class Clock(Op):
    """Change the current item's clock: pause, resume, end, or add (also negative) seconds.

    `stage` means the activity's stage clock.
    """

    kind: Literal["clock"] = "clock"
    do: Literal["pause", "resume", "end", "add"]
    seconds: Annotated[int, Field(ge=-3600, le=3600)] = 0
    activity: Id = ""


class Skip(Op):
    """Leave out an agenda item that is not protected, or take it in again."""

    kind: Literal["skip"] = "skip"
    item: Id
    skip: bool
    reason: Annotated[str, Field(max_length=280)] = ""


class SetStage(Op):
    """Move an activity to a stage of its practice. `early` shows votes before everybody has answered."""

    kind: Literal["set_stage"] = "set_stage"
    activity: Id
    stage: Annotated[str, Field(max_length=30)]


class CloseSession(Op):
    """Close the session (contributions end), or reopen it; the reopening is in the log."""

    kind: Literal["close_session"] = "close_session"
    close: bool


class ProposeGroups(Op):
    """Make or reshuffle a preview of groups for an item. Nobody is moved. `seed` None draws a new one."""

    kind: Literal["propose_groups"] = "propose_groups"
    item: Id
    plan: dict[str, Any]
    grouping: Id = ""
    seed: int | None = None


class MovePerson(Op):
    """Move somebody to another group of a preview or of groups at work; an empty group takes them out.

    `swap` exchanges two.
    """

    kind: Literal["move_person"] = "move_person"
    grouping: Id
    person: Id
    group: Id = ""
    swap: Id = ""


class PinPerson(Op):
    """Keep somebody where they are when the preview is reshuffled."""

    kind: Literal["pin_person"] = "pin_person"
    grouping: Id
    person: Id
    pin: bool


class SendGroups(Op):
    """Tell everybody where and with whom."""

    kind: Literal["send_groups"] = "send_groups"
    grouping: Id


class OpenRooms(Op):
    """“Rooms are open”: start the groups' clock."""

    kind: Literal["open_rooms"] = "open_rooms"
    grouping: Id
    minutes: Annotated[float, Field(gt=0, le=120)]


class CloseGroups(Op):
    """Call everybody back in `seconds`; with `extend`, give them that many seconds more instead; 0 closes now."""

    kind: Literal["close_groups"] = "close_groups"
    grouping: Id
    seconds: Annotated[int, Field(ge=0, le=600)] = 60
    extend: bool = False


class PlaceLate(Op):
    """Place people who are in no group by one of the offered ways: join a group, or pair them in a new one."""

    kind: Literal["place_late"] = "place_late"
    grouping: Id
    people: Annotated[list[Id], Field(min_length=1, max_length=12)]
    group: Id = ""


class Admit(Op):
    """Let a guest in, or say that somebody takes part in the call only, or is accompanied."""

    kind: Literal["admit"] = "admit"
    person: Id
    admitted: bool | None = None
    call_only: bool | None = None
    accompanied_by: Annotated[str, Field(max_length=80)] | None = None
    call_note: Annotated[str, Field(max_length=280)] | None = None


class AddCaller(Op):
    """The producer adds somebody who takes part in the call only."""

    kind: Literal["add_caller"] = "add_caller"
    name: Annotated[str, Field(min_length=1, max_length=80)]
    call_note: Annotated[str, Field(max_length=280)] = ""


class Message(Op):
    """A facilitator's message to everyone, all groups, one group, the facilitators or one person."""

    kind: Literal["message"] = "message"
    to: Literal["session", "groups", "facilitators", "group", "person"]
    target: Id = ""
    text: str


class BringHere(Op):
    """Ask every screen to come to the current item; nobody's writing is taken away."""

    kind: Literal["bring_here"] = "bring_here"


class Promote(Op):
    """Take a shown entry or a chat line further: to an Issue, to the board of an activity, or as an adopted
    suggestion.
    """

    kind: Literal["promote"] = "promote"
    entry: Id
    to: Literal["issue", "board", "agreement"]
    activity: Id = ""
    text: str = ""


class PutTheme(Op):
    """Name a theme of an activity, rename it, or mark its title as reviewed."""

    kind: Literal["put_theme"] = "put_theme"
    activity: Id
    title: str
    theme: Id = ""
    reviewed: bool = False


class PutUnder(Op):
    """Put an entry under a theme, merge a point into another (“same as”), or take it out with an empty `under`."""

    kind: Literal["put_under"] = "put_under"
    entry: Id
    under: Id


class Choose(Op):
    """Choose an entry for plenary work: a statement derived from it belongs to everyone present."""

    kind: Literal["choose"] = "choose"
    activity: Id
    entry: Id


class Knock(Op):
    """A facilitator asks a group “may I join?”, comes in visibly, or leaves."""

    kind: Literal["knock"] = "knock"
    group: Id
    enter: bool


class ShowOnScreen(Op):
    """What the shared screen shows: an activity's board, or the agenda when empty."""

    kind: Literal["show_on_screen"] = "show_on_screen"
    activity: Id = ""
