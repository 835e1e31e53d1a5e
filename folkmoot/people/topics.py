"""What this room announces to the rooms above it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInCodeAsked:
    """Somebody with an account asked for a code to sign in; it is to be mailed at once."""

    person_id: str
    email: str
    code: str


@dataclass(frozen=True, slots=True)
class EmailGiven:
    """Somebody gave an address that is to be confirmed by a mailed link with this token."""

    person_id: str
    email: str
    token: str


@dataclass(frozen=True, slots=True)
class ComplaintMade:
    """Somebody complained: the host is to be told at once, and who complained that it arrived."""

    complaint_id: str
    contact: str


@dataclass(frozen=True, slots=True)
class PersonsMerged:
    """Two records were one person. Every room moves its rows with `people.merging.move_rows`, in this transaction."""

    merge_id: str
    keep_id: str
    other_id: str


@dataclass(frozen=True, slots=True)
class MergeUndone:
    """A merge was undone: the rows that had moved belong to `other` again; a room mends what it derived from them."""

    merge_id: str
    keep_id: str
    other_id: str
