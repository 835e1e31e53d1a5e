"""Every room answers for the personal data it holds."""

from collections.abc import Iterable

import pytest

from folkmoot.kit.personal_data import Erased, Found, Holding, Json, Register


class Room:
    """A small room that remembers people's things in memory and writes down when it is asked to erase."""

    def __init__(self, name: str, things: dict[str, int], erased_in_order: list[str]) -> None:
        self.name, self.things, self.erased_in_order = name, things, erased_in_order

    def holding(self, *covers: str) -> Holding:
        return Holding(self.name, frozenset(covers), self.find, self.export, self.erase)

    def find(self, person: str) -> Iterable[Found]:
        return [Found("note", self.things.get(person, 0))]

    def export(self, person: str) -> Json:
        return {"notes": self.things[person]} if person in self.things else {}

    def erase(self, person: str) -> Iterable[Erased]:
        self.erased_in_order.append(self.name)
        return [Erased("note", deleted=self.things.pop(person, 0))]


@pytest.fixture
def order() -> list[str]:
    return []


@pytest.fixture
def register(order: list[str]) -> Register:
    register = Register()
    register.add(Room("people", {"bea": 1, "dee": 2}, order).holding("people.Person"))
    register.add(Room("record", {"bea": 4}, order).holding("record.Entry", "record.Draft"))
    return register


def test_finds_what_each_room_holds(register: Register) -> None:
    assert register.find("bea") == {"people": (Found("note", 1),), "record": (Found("note", 4),)}
    assert register.find("dee") == {"people": (Found("note", 2),)}
    assert register.find("zed") == {}


def test_exports_by_room(register: Register) -> None:
    assert register.export("bea") == {"people": {"notes": 1}, "record": {"notes": 4}}
    assert register.export("zed") == {}


def test_erases_upper_rooms_first_and_nothing_is_found_afterwards(register: Register, order: list[str]) -> None:
    assert register.erase("bea") == {"record": (Erased("note", deleted=4),), "people": (Erased("note", deleted=1),)}
    assert order == ["record", "people"]
    assert register.find("bea") == {}
    assert register.find("dee") != {}


def test_erasing_again_does_no_harm(register: Register) -> None:
    register.erase("bea")
    assert register.erase("bea")["people"] == (Erased("note"),)


def test_knows_which_models_are_answered_for(register: Register) -> None:
    assert register.covered() == {"people.Person", "record.Entry", "record.Draft"}


def test_a_room_or_model_registers_once(register: Register) -> None:
    with pytest.raises(ValueError, match="“people” has registered"):
        register.add(Room("people", {}, []).holding("people.Address"))
    with pytest.raises(ValueError, match=r"already: record\.Entry"):
        register.add(Room("live", {}, []).holding("record.Entry"))
