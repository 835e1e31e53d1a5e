"""Which function carries out which operation, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from folkmoot.practice_kit.fields import Refused
from folkmoot.practice_kit.wire.ops import Op
from folkmoot.record.models import Activity, Entry, Group, Grouping, Participant, Run
from folkmoot.record.state import Layer, run_of

RUNNING_ROLES = frozenset({"lead", "producer", "co_facilitator"})


@dataclass
class Context:
    """What an operation works with: the layer it may change, who asks (None: the server itself), and the server's
    time.
    """

    layer: Layer
    person: str
    now: datetime

    @property
    def me(self) -> Participant:
        """Who asks.

        Raises:
            Refused: when the person is not in this session.
        """
        found = self.layer.participant(self.person)
        if found is None:
            raise Refused("not_here", "You are not in this session. Open your link again, or join with the code.")
        return found

    @property
    def run(self) -> Run:
        """The session's run as of this operation."""
        return run_of(self.layer)

    @property
    def runs_it(self) -> bool:
        """Whether the asker is a lead, producer or co-facilitator here."""
        found = self.layer.participant(self.person)
        return found is not None and bool(RUNNING_ROLES & set(found.roles))

    def only_facilitators(self) -> None:
        """Refuse everybody else.

        Raises:
            Refused: for a participant, an observer or an administrator.
        """
        if not self.runs_it:
            raise Refused("not_yours", "Only the facilitators of this session can do that.")

    def only_admitted(self) -> None:
        """Refuse who is still at the door, or was put out.

        Raises:
            Refused: when the asker is not let in.
        """
        if not self.me.admitted:
            raise Refused("not_admitted", "The producer will let you in within a moment. Your text is kept.")

    def only_live(self) -> None:
        """Refuse contributions to a closed session.

        Raises:
            Refused: when the session is closed.
        """
        if self.run.phase == Run.Phase.CLOSED:
            raise Refused(
                "closed", "The session is closed, so nothing can be added. Your text is kept on your own page."
            )

    def only_open(self) -> None:
        """Refuse to run a session that is closed; reopening it comes first, and is in the log.

        Raises:
            Refused: when the session is closed.
        """
        if self.run.phase == Run.Phase.CLOSED:
            raise Refused("closed", "The session is closed. Reopen it first.")

    def activity(self, key: str) -> Activity:
        """An activity of this session.

        Raises:
            Refused: when there is none with this id.
        """
        return self._one(Activity, key, "That activity is not part of this session.")

    def group(self, key: str) -> Group:
        """A group of this session; see `activity`."""
        return self._one(Group, key, "That group is gone. Look again at where you are.")

    def grouping(self, key: str) -> Grouping:
        """A forming of groups of this session; see `activity`."""
        return self._one(Grouping, key, "Those groups are gone. Make new ones.")

    def entry(self, key: str) -> Entry:
        """An entry of this session that is not withdrawn; see `activity`."""
        found = self._one(Entry, key, "That note is gone.")
        if found.state == Entry.State.WITHDRAWN:
            raise Refused("gone", "That note has been withdrawn.")
        return found

    def _one(self, table: type[T], key: str, message: str) -> T:
        found = self.layer.get(table, key)
        if found is None:
            raise Refused("gone", message)
        return found


T = TypeVar("T", Activity, Group, Grouping, Entry)
O = TypeVar("O", bound=Op)  # noqa: E741 - the field's own letter for an operation
Handler = Callable[[Context, Any], "dict[str, Any] | None"]

_handlers: dict[type[Op], Handler] = {}


def operation(
    kind: type[O],
) -> Callable[[Callable[[Context, O], dict[str, Any] | None]], Callable[[Context, O], dict[str, Any] | None]]:
    """Register the function that carries out this kind of operation; each kind has exactly one."""

    def register(
        handler: Callable[[Context, O], dict[str, Any] | None],
    ) -> Callable[[Context, O], dict[str, Any] | None]:
        assert kind not in _handlers, f"{kind.__name__} has a handler already"
        _handlers[kind] = handler
        return handler

    return register


def carry_out(context: Context, op: Op) -> dict[str, Any]:
    """Run the operation's handler; what it returns goes back to the asker.

    Raises:
        Refused: with a message a person can act on.
    """
    return _handlers[type(op)](context, op) or {}


def handled() -> frozenset[type[Op]]:
    """The operations that have a handler; a test holds it equal to the wire's."""
    return frozenset(_handlers)
