"""Lower rooms say that something changed; upper rooms listen. Nobody imports upwards for it.

A topic is a frozen dataclass, its instances are the events. Receivers are registered at start-up and called at once,
in the order in which they registered, inside the transaction of the one who announces: an error in a receiver goes
back to the announcer, and the transaction with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from typing import Any, TypeVar

E = TypeVar("E")
Receiver = Callable[[E], None]


class Board:
    """A set of receivers by topic. The product has one, `BOARD`; a test may have its own."""

    def __init__(self) -> None:
        self._receivers: dict[type[Any], list[Receiver[Any]]] = {}

    def receive(self, topic: type[E], receiver: Receiver[E]) -> None:
        """Have a receiver called with every event of exactly this topic.

        Raises TypeError for a topic that is no frozen dataclass, ValueError for a receiver registered twice.
        """
        _must_be_topic(topic)
        receivers = self._receivers.setdefault(topic, [])
        if receiver in receivers:
            raise ValueError(f"{receiver!r} receives {topic.__name__} already.")
        receivers.append(receiver)

    def announce(self, event: object) -> None:
        """Call the receivers of an event's topic, in order. What one raises is raised; later ones are not called."""
        _must_be_topic(type(event))
        for receiver in tuple(self._receivers.get(type(event), ())):
            receiver(event)

    def receivers(self, topic: type[E]) -> tuple[Receiver[E], ...]:
        """List the receivers of a topic, in the order of their calls."""
        return tuple(self._receivers.get(topic, ()))


BOARD = Board()


def announce(event: object) -> None:
    """Tell the product's receivers of an event; see Board.announce."""
    BOARD.announce(event)


def receives(topic: type[E]) -> Callable[[Receiver[E]], Receiver[E]]:
    """Decorate a function that receives a topic of the product.

    The module that holds it must be imported at start-up, by its room's `ready`.
    """

    def register(receiver: Receiver[E]) -> Receiver[E]:
        BOARD.receive(topic, receiver)
        return receiver

    return register


def _must_be_topic(topic: type[Any]) -> None:
    frozen = is_dataclass(topic) and topic.__dataclass_params__.frozen  # type: ignore[attr-defined] # not in the stubs
    if not frozen:
        raise TypeError(f"{topic.__name__} is no topic: a topic is a frozen dataclass.")
