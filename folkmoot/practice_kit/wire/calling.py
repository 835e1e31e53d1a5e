"""Operations about the call beside which a session runs: where people are in it, and how they get there."""

from typing import Annotated, Literal

from pydantic import Field

from folkmoot.practice_kit.wire.base import Id, Op

MOST_ROOMS = 100
RoomNumber = Annotated[int, Field(ge=1, le=MOST_ROOMS)]


class SetCallMode(Op):
    """How people come into their rooms from now on. Groups, and what people are writing, stay."""

    kind: Literal["set_call_mode"] = "set_call_mode"
    mode: Literal["moved", "links", "follow"]


class TickMoves(Op):
    """These people are now in their room of the meeting tool (or, not `done`, are to be moved again)."""

    kind: Literal["tick_moves"] = "tick_moves"
    grouping: Id
    people: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    done: bool = True


class CallName(Op):
    """What somebody is called in the call; empty: as here. One's own, or for a facilitator anybody's."""

    kind: Literal["call_name"] = "call_name"
    name: Annotated[str, Field(max_length=80)]
    person: Id = ""


class GatherRooms(Op):
    """Where people find their rooms themselves: start the clock, and let everybody say in which room they are."""

    kind: Literal["gather_rooms"] = "gather_rooms"
    item: Id
    rooms: RoomNumber
    minutes: Annotated[float, Field(gt=0, le=120)]


class SayRoom(Op):
    """“I am in room 5”: at once where people find their rooms themselves, else once the producer says yes."""

    kind: Literal["say_room"] = "say_room"
    grouping: Id
    number: RoomNumber


class AnswerRoom(Op):
    """The producer's yes or no to somebody who says they are in another room."""

    kind: Literal["answer_room"] = "answer_room"
    grouping: Id
    person: Id
    yes: bool


class Found(Op):
    """Somebody who was lost has found their way: a facilitator says so, or they do (empty: oneself)."""

    kind: Literal["found"] = "found"
    person: Id = ""


class CorrectMeeting(Op):
    """Put right who met whom: somebody was in another room than the groups say; an empty group: in none."""

    kind: Literal["correct_meeting"] = "correct_meeting"
    grouping: Id
    person: Id
    group: Id = ""
