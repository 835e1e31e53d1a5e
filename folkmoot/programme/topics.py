"""What this room announces to the rooms above it (see folkmoot.kit.announce)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AgendaChanged:
    """The agenda of a session is another now. Announced in the transaction that changed it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class ItemsLeaving:
    """Items are about to leave an agenda. Whoever needs one still raises Refused, and nothing is changed."""

    session_id: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookingChanged:
    """A booking is new or stands otherwise than before. Announced in the transaction that changed it."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class SessionMoved:
    """A session has another time, or is cancelled. Announced in the transaction that changed it."""

    session_id: str


@dataclass(frozen=True, slots=True)
class RolesChanged:
    """The roles of a person changed, in a programme or in one session of it. Announced in the same transaction."""

    person_id: str
    programme_id: str
    session_id: str | None


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Some seconds have passed: a room above does what is due there. Announced by the timer, outside a transaction."""
