"""The people of the tests: the workshop at Ashwell, and any roster hypothesis can think of."""

from __future__ import annotations

from itertools import combinations

from hypothesis import strategies as st

from folkmoot.matching import Apart, Group, Manages, Meeting, Person, Roster

ORGANISATIONS = {
    "Ashwell Active": "sport and leisure",
    "Thornbury Council": "local government",
    "Northmoor Health Partnership": "NHS",
    "Ashwell Community School": "education",
    "Kettle Yard Youth": "voluntary",
    "Riverside Homes": "housing",
    "Ashwell Residents' Voice": "resident",
    "Thornbury Buses": "business",
}
SECTORS = sorted(set(ORGANISATIONS.values()))[:7]


def workshop(people: int) -> list[Person]:
    """The people of scenario A: 17 organisations of 7 sectors, some with four people there and some with one."""
    sizes = [4, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1]
    places = [organisation for organisation, size in enumerate(sizes) for _ in range(size)]
    return [
        Person(f"p{number:02}", f"organisation {places[number]}", SECTORS[places[number] % 7])
        for number in range(people)
    ]


def named(*names: str) -> list[Person]:
    """People of whom nothing is known but the name."""
    return [Person(name) for name in names]


def groups(*members: str) -> tuple[Group, ...]:
    """Groups numbered from 1, each written as "bea dee ken"."""
    return tuple(Group(number, tuple(ids.split())) for number, ids in enumerate(members, start=1))


def sizes(drawn: tuple[Group, ...]) -> list[int]:
    return sorted((len(group.members) for group in drawn), reverse=True)


def divisions(ids: list[str], wanted: list[int]) -> list[tuple[tuple[str, ...], ...]]:
    """Every way to divide people into groups of the wanted sizes: the oracle for small numbers."""
    if not wanted:
        return [()]
    found = []
    for rest in combinations(ids, wanted[0] - 1) if wanted[0] == wanted[-1] else combinations(ids, wanted[0]):
        group = (ids[0], *rest) if wanted[0] == wanted[-1] else rest
        if len(set(group)) == wanted[0]:
            left = [one for one in ids if one not in group]
            found += [(group, *others) for others in divisions(left, wanted[1:])]
    return found


FEW = ("", "a", "b", "c")
KNOWN = st.integers(0, len(FEW) ** 4 - 1)
"""What is known of somebody, as one number: four separate draws for each person cost more than the matching does."""


def _somebody(number: int, known: int) -> Person:
    organisation, sector, party, place = (FEW[known // len(FEW) ** power % len(FEW)] for power in range(4))
    return Person(f"p{number:02}", organisation, sector, party, (("place", place),))


@st.composite
def rosters(draw: st.DrawFn, smallest: int = 0, largest: int = 24, *, together: bool = True) -> Roster:
    """Rosters with everything in them: shared organisations, a past, wishes, managers and sets kept together."""
    count = draw(st.integers(smallest, largest))
    people = [_somebody(number, draw(KNOWN)) for number in range(count)]
    if count < 2:
        return Roster(people)
    two = st.lists(st.sampled_from([person.id for person in people]), min_size=2, max_size=2, unique=True)
    return Roster(
        people,
        meetings=[Meeting(both[0], both[1], draw(st.integers(1, 5))) for both in draw(st.lists(two, max_size=10))],
        apart=[Apart(*both) for both in draw(st.lists(two, max_size=4))],
        managers=[Manages(*both) for both in draw(st.lists(two, max_size=2))],
        together=draw(st.lists(two, max_size=2)) if together else (),
    )
