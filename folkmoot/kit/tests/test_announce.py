"""A lower room announces, upper rooms receive, in order and at once."""

from dataclasses import dataclass

import pytest

from folkmoot.kit.announce import BOARD, Board, announce, receives


@dataclass(frozen=True)
class BookingConfirmed:
    booking: str


@dataclass(frozen=True)
class WaitingListMoved(BookingConfirmed):
    pass


@dataclass
class Changeable:
    booking: str


def test_receivers_are_called_in_the_order_of_registering() -> None:
    board, heard = Board(), list[str]()
    board.receive(BookingConfirmed, lambda event: heard.append(f"mail {event.booking}"))
    board.receive(BookingConfirmed, lambda event: heard.append(f"count {event.booking}"))
    board.announce(BookingConfirmed("bea"))
    assert heard == ["mail bea", "count bea"]


def test_only_the_exact_topic_is_heard() -> None:
    board, heard = Board(), list[BookingConfirmed]()
    board.receive(BookingConfirmed, heard.append)
    board.announce(WaitingListMoved("dee"))
    assert heard == []


def test_an_error_goes_back_to_the_announcer_and_stops_the_rest() -> None:
    board, heard = Board(), list[BookingConfirmed]()

    def full(event: BookingConfirmed) -> None:
        raise RuntimeError(f"no place for {event.booking}")

    board.receive(BookingConfirmed, full)
    board.receive(BookingConfirmed, heard.append)
    with pytest.raises(RuntimeError, match="no place for ken"):
        board.announce(BookingConfirmed("ken"))
    assert heard == []


def test_an_event_nobody_receives_is_no_error() -> None:
    Board().announce(BookingConfirmed("bea"))


def test_a_receiver_registers_once() -> None:
    board, heard = Board(), list[BookingConfirmed]()

    def hear(event: BookingConfirmed) -> None:
        heard.append(event)

    board.receive(BookingConfirmed, hear)
    with pytest.raises(ValueError, match="already"):
        board.receive(BookingConfirmed, hear)
    assert board.receivers(BookingConfirmed) == (hear,)


@pytest.mark.parametrize("topic", [Changeable, str])
def test_a_topic_is_a_frozen_dataclass(topic: type[object]) -> None:
    with pytest.raises(TypeError, match="frozen dataclass"):
        Board().receive(topic, print)
    with pytest.raises(TypeError, match="frozen dataclass"):
        Board().announce("a string")


def test_the_products_board_is_reached_by_decorator_and_function() -> None:
    @dataclass(frozen=True)
    class OnlyHere:
        text: str

    heard = list[str]()

    @receives(OnlyHere)
    def hear(event: OnlyHere) -> None:
        heard.append(event.text)

    announce(OnlyHere("hello"))
    assert heard == ["hello"]
    assert BOARD.receivers(OnlyHere) == (hear,)
