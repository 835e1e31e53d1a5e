"""Operations: what a browser may ask the server to do. The server checks every one again."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from folkmoot.practice_kit.wire.base import FRAME_LIMIT, Id, Op, OpId
from folkmoot.practice_kit.wire.calling import (
    AnswerRoom,
    CallName,
    CorrectMeeting,
    Found,
    GatherRooms,
    SayRoom,
    SetCallMode,
    TickMoves,
)
from folkmoot.practice_kit.wire.facilitating import (
    AddCaller,
    Admit,
    BringHere,
    Choose,
    Clock,
    CloseGroups,
    CloseSession,
    Go,
    Knock,
    Message,
    MovePerson,
    OpenRooms,
    PinPerson,
    PlaceLate,
    Promote,
    ProposeGroups,
    PutTheme,
    PutUnder,
    SendGroups,
    SetStage,
    ShowOnScreen,
    Skip,
)


class PutEntry(Op):
    """Add an entry, or change the one named by `entry`. `on_behalf_of` is a person for whom one types (R7)."""

    kind: Literal["put_entry"] = "put_entry"
    activity: Id
    entry_kind: Annotated[str, Field(max_length=40)]
    entry: Id = ""
    about: Annotated[str, Field(max_length=40)] = ""
    body: dict[str, Any]
    private: bool = False
    on_behalf_of: Id = ""


class WithdrawEntry(Op):
    """Take back one's own entry, or a group's own product; it disappears everywhere."""

    kind: Literal["withdraw_entry"] = "withdraw_entry"
    entry: Id


class SaveDraft(Op):
    """Keep the unsubmitted text of a box; over any limit too. An empty body deletes it.

    `shared` is a statement's draft, watched by the group.
    """

    kind: Literal["save_draft"] = "save_draft"
    box: Annotated[str, Field(max_length=120)]
    body: dict[str, Any]
    shared: bool = False


class Finish(Op):
    """“I'm finished”, or “pass”, in the current stage; `undo` takes it back."""

    kind: Literal["finish"] = "finish"
    activity: Id
    undo: bool = False


class Hand(Op):
    """Raise or lower one's hand; a facilitator may lower somebody's."""

    kind: Literal["hand"] = "hand"
    up: bool
    person: Id = ""


class Say(Op):
    """A chat line, to everyone, to one's group, or to the facilitators."""

    kind: Literal["say"] = "say"
    to: Literal["session", "group", "facilitators"]
    text: str
    on_behalf_of: Id = ""


class TakeRole(Op):
    """Take a role in one's group; an empty person gives it up. Any member may assign."""

    kind: Literal["take_role"] = "take_role"
    group: Id
    role: Literal["host", "scribe", "timekeeper", "reporter"]
    person: Id


class Pen(Op):
    """Ask for the pen, take it when it is free or its holder is lost, pass it on, or lay it down."""

    kind: Literal["pen"] = "pen"
    group: Id
    do: Literal["ask", "take", "pass", "lay_down"]
    to: Id = ""


class CallFacilitator(Op):
    """Ask a facilitator to come to one's group, or say it is no longer needed."""

    kind: Literal["call_facilitator"] = "call_facilitator"
    group: Id
    on: bool


class Lost(Op):
    """“I'm lost”: every facilitator sees it until the person is found."""

    kind: Literal["lost"] = "lost"


class AnswerRelease(Op):
    """One's own yes or no to releasing one's group's product; nobody is shown who said no."""

    kind: Literal["answer_release"] = "answer_release"
    group: Id
    product: Literal["purpose", "key_points"]
    yes: bool


class ReleaseOwn(Op):
    """Let one's own entry leave the room, or take the permission back before it is used."""

    kind: Literal["release_own"] = "release_own"
    entry: Id
    release: bool


AnyOp = Annotated[
    PutEntry
    | WithdrawEntry
    | SaveDraft
    | Finish
    | Hand
    | Say
    | TakeRole
    | Pen
    | CallFacilitator
    | Lost
    | AnswerRelease
    | ReleaseOwn
    | Go
    | Clock
    | Skip
    | SetStage
    | CloseSession
    | ProposeGroups
    | MovePerson
    | PinPerson
    | SendGroups
    | OpenRooms
    | CloseGroups
    | PlaceLate
    | Admit
    | AddCaller
    | Message
    | BringHere
    | Promote
    | PutTheme
    | PutUnder
    | Choose
    | Knock
    | ShowOnScreen
    | SetCallMode
    | TickMoves
    | CallName
    | GatherRooms
    | SayRoom
    | AnswerRoom
    | Found
    | CorrectMeeting,
    Field(discriminator="kind"),
]


class Hello(BaseModel):
    """The first frame of a socket: the last counter that this client has for each audience (empty: a first visit)."""

    model_config = ConfigDict(extra="forbid")

    t: Literal["hello"] = "hello"
    cursors: dict[Annotated[str, Field(max_length=40)], int] = {}
    screen: bool = False


class Here(BaseModel):
    """Whether this page is in front or behind another app."""

    model_config = ConfigDict(extra="forbid")

    t: Literal["here"] = "here"
    hidden: bool


class Ping(BaseModel):
    """Asks for the server's time; `sent` comes back as it was."""

    model_config = ConfigDict(extra="forbid")

    t: Literal["ping"] = "ping"
    sent: float


Incoming = Hello | Here | Ping | AnyOp

_incoming: TypeAdapter[Hello | Here | Ping | AnyOp] = TypeAdapter(
    Annotated[Hello | Here | Ping, Field(discriminator="t")] | AnyOp
)


def parse_incoming(raw: str | bytes) -> Hello | Here | Ping | AnyOp:
    """One frame from a browser.

    Raises:
        pydantic.ValidationError: when it is not JSON or has not the shape of any known frame.
    """
    return _incoming.validate_json(raw)


__all__ = [
    "FRAME_LIMIT",
    "AddCaller",
    "Admit",
    "AnswerRelease",
    "AnswerRoom",
    "AnyOp",
    "BringHere",
    "CallFacilitator",
    "CallName",
    "Choose",
    "Clock",
    "CloseGroups",
    "CloseSession",
    "CorrectMeeting",
    "Finish",
    "Found",
    "GatherRooms",
    "Go",
    "Hand",
    "Hello",
    "Here",
    "Id",
    "Incoming",
    "Knock",
    "Lost",
    "Message",
    "MovePerson",
    "Op",
    "OpId",
    "OpenRooms",
    "Pen",
    "PinPerson",
    "Ping",
    "PlaceLate",
    "Promote",
    "ProposeGroups",
    "PutEntry",
    "PutTheme",
    "PutUnder",
    "ReleaseOwn",
    "SaveDraft",
    "Say",
    "SayRoom",
    "SendGroups",
    "SetCallMode",
    "SetStage",
    "ShowOnScreen",
    "Skip",
    "TakeRole",
    "TickMoves",
    "WithdrawEntry",
    "parse_incoming",
]
