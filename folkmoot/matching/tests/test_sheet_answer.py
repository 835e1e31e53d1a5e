"""Groups by name from lists: what comes out, what is said about it, and what cannot be."""

import random
from collections import Counter
from itertools import combinations

import pytest

from folkmoot.matching import Effort
from folkmoot.matching.sheets import lists, past
from folkmoot.matching.sheets.answer import MEMORY, Answer, Asked, match
from folkmoot.matching.sheets.reading import NotUsable, read_sheet

LITTLE = Effort(swaps=600, patience=100)
"""Enough for lists as short as these; how good a full search is, the engine's tests and the bench tell."""
ORGANISATIONS = ("Thornbury Council", "Northmoor Health", "Ashwell School", "Kettle Yard Youth")


def listed(people: int, organisations: int = 4, start: str = "name,organisation,sector,place\n") -> str:
    rows = (f"Person {n:03},{ORGANISATIONS[n % organisations]},S{n % 3},P{n % 5}\n" for n in range(people))
    return start + "".join(rows)


def answer(people: str, *, seed: int = 7, size: str = "3", rounds: int = 1, mix: str = "", **more: str) -> Answer:
    read = lists.people_of(read_sheet(people, "people.csv", lists.OF_PEOPLE))
    everybody = read.people

    def wishes(name: str) -> lists.Wishes:
        return lists.wishes_of(
            read_sheet(more.get(name, ""), f"{name}.csv", lists.headings_of_sets(everybody)), everybody
        )

    met = read_sheet(more["history"], "met.csv", past.OF_HISTORY) if "history" in more else None
    here = read_sheet(more["present"], "names.txt", lists.OF_PEOPLE) if "present" in more else None
    asked = Asked(
        people=read,
        size=lists.size_of(size),
        rounds=rounds,
        history=past.history_of(met, everybody) if met else past.History(),
        apart=wishes("apart"),
        together=wishes("together"),
        mix=mix.split(",") if mix else None,
        present=lists.present_of(here, everybody) if here else None,
    )
    return match(asked, seed, LITTLE)


def groups(found: Answer, place: int = 0) -> list[tuple[str, ...]]:
    return [group.members for group in found.rounds[place].groups]


def pairs(found: Answer, place: int = 0) -> set[frozenset[str]]:
    return {frozenset(pair) for group in groups(found, place) for pair in combinations(group, 2)}


# ── Groups ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("people", "size"), [(2, "2"), (7, "3"), (22, "3"), (40, "4-5"), (61, "5"), (200, "2")])
def test_everybody_is_placed_once_and_sizes_are_in_range(people: int, size: str) -> None:
    found = answer(listed(people), size=size)
    placed = Counter(name for group in groups(found) for name in group)
    assert placed == Counter(f"Person {n:03}" for n in range(people))
    wanted = lists.size_of(size)
    assert all(wanted.smallest <= len(group) <= wanted.largest for group in groups(found))


def test_the_order_of_rows_makes_no_difference_and_the_seed_does() -> None:
    head, *rows = listed(30).splitlines(keepends=True)
    random.Random(1).shuffle(rows)
    assert groups(answer(head + "".join(rows))) == groups(answer(listed(30)))
    assert groups(answer(listed(30), seed=8)) != groups(answer(listed(30)))


def test_what_was_written_is_read_as_history_and_nobody_meets_again() -> None:
    people = listed(24)
    history = "round,group,name\n"
    for number in range(1, 5):
        found = answer(people, history=history)
        written = found.to_csv()
        assert written.startswith(f"round,group,name\n{number},1,")
        assert found.repeats == 0
        history += written.partition("\n")[2]
    assert len(history.splitlines()) == 1 + 4 * 24


def test_several_rounds_are_planned_at_once() -> None:
    found = answer(listed(15, start="name,a,b,c\n"), rounds=7)
    assert found.repeats == 0
    assert len({pair for place in range(7) for pair in pairs(found, place)}) == 105


def test_of_several_rounds_it_is_said_how_few_could_meet_again() -> None:
    said = answer("name\nA\nB\nC\nD\n", size="2", rounds=5).report()
    assert said[5:] == ["In all, 4 pairs meet again; no plan can have fewer."]
    assert not any("In all" in line for line in answer("name\nA\nB\nC\nD\n", size="2", rounds=3).report())


def test_apart_and_together_are_honoured() -> None:
    found = answer(listed(20), apart="Person 000,Person 001\n", together="Person 002,Person 006\n")
    assert frozenset(("Person 000", "Person 001")) not in pairs(found)
    assert frozenset(("Person 002", "Person 006")) in pairs(found)
    assert found.notes == ()


def test_only_those_who_are_here_get_a_group() -> None:
    found = answer(listed(20), present="Person 003\nPerson 007\nPerson 001\nPerson 010\n", size="2")
    assert {name for group in groups(found) for name in group} == {f"Person {n:03}" for n in (3, 7, 1, 10)}


def test_facilitators_are_spread() -> None:
    people = "name,facilitator\n" + "".join(f"P{n},{'yes' if n < 4 else ''}\n" for n in range(12))
    assert (
        sorted(sum(name in ("P0", "P1", "P2", "P3") for name in group) for group in groups(answer(people))) == [1] * 4
    )


def test_organisations_mix_unless_something_else_is_wanted() -> None:
    people = "name,organisation,job\n" + "".join(f"P{n},O{n % 2},J{n // 6}\n" for n in range(12))
    assert answer(people, size="2").rounds[0].same_organisation_pairs == 0
    by_job = answer(people, size="2", mix="job")
    jobs = {f"P{n}": n // 6 for n in range(12)}
    assert all(jobs[one] != jobs[other] for one, other in groups(by_job))
    between = Counter(int(name[1:]) % 2 for group in groups(by_job) for name in group)
    assert between == {0: 6, 1: 6}


def test_organisations_are_counted_even_where_they_are_not_mixed() -> None:
    people = "name,organisation,job\n" + "".join(f"P{n},Kettle,J{n // 3}\n" for n in range(6))
    assert answer(people, size="2", mix="job").rounds[0].same_organisation_pairs == 3


# ── As it is told ────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_has_exactly_these_keys() -> None:
    told = answer(listed(7), rounds=2).to_json()
    assert list(told) == ["rounds", "repeats", "seed", "seconds"]
    rounds = told["rounds"]
    assert isinstance(rounds, list)
    for each in rounds:
        assert isinstance(each, dict)
        assert list(each) == ["groups", "repeats", "bound", "same_organisation_pairs", "odd"]
    first = rounds[0]
    assert isinstance(first, dict)
    odd = first["odd"]
    assert isinstance(odd, list)
    assert len(odd) == 4  # one four beside a three


def test_a_list_without_organisations_is_told_nothing_about_them() -> None:
    assert answer("name\nA\nB\nC\nD\n", size="2").report() == ["2 pairs. Nobody meets anyone again."]


def test_a_name_that_looks_like_a_formula_is_marked_and_read_again() -> None:
    written = answer("name\n=SUM(A1)\n-Bea\n", size="2").to_csv()
    assert "'=SUM(A1)" in written
    sheet = read_sheet(written, "met.csv", past.OF_HISTORY)
    assert sorted(row.cells["name"] for row in sheet.rows) == ["-Bea", "=SUM(A1)"]


# ── What cannot be ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_contradiction_names_both_rows_and_says_which_wish_is_kept() -> None:
    found = answer(
        listed(9), apart="Person 000,Person 001\n", together="Person 003,Person 004\nPerson 001,Person 000\n"
    )
    assert frozenset(("Person 000", "Person 001")) in pairs(found)
    (said,) = found.notes
    assert "apart.csv, row 1" in said
    assert "together.csv, row 2" in said
    assert "Take one of the two wishes out" in said


def test_a_set_too_large_for_a_group_is_parted_and_named() -> None:
    together = ",".join(f"Person {n:03}" for n in range(6)) + "\n"
    said = " ".join(answer(listed(12), together=together).notes)
    assert "together.csv, row 1" in said
    assert "could not all be kept together" in said


def test_an_impossible_apart_says_why() -> None:
    said = " ".join(answer("name\nA\nB\n", size="2", apart="A,B\n").notes)
    assert "apart.csv, row 1: A and B are together" in said
    assert "take a wish out" in said


def test_of_very_many_wishes_that_cannot_be_kept_some_are_named_and_the_others_counted() -> None:
    found = answer(listed(12), apart=",".join(f"Person {n:03}" for n in range(12)) + "\n")
    assert len(found.notes) == 7
    assert all("apart.csv, row 1: Person" in note for note in found.notes[:6])
    assert found.notes[6].startswith("6 more wishes could not be kept")


def test_groups_without_a_facilitator_are_counted() -> None:
    people = "name,facilitator\n" + "".join(f"P{n},{'yes' if n < 3 else ''}\n" for n in range(12))
    assert answer(people).notes[0].startswith("1 group has no facilitator: 3 facilitators for 4 groups.")


def test_groups_impossible_by_size_are_made_as_well_as_can_be_and_said() -> None:
    found = answer(listed(5), size="4-4")
    assert sorted(map(len, groups(found))) in ([2, 3], [5])
    assert "Choose another size" in " ".join(found.notes)


def test_one_person_is_told_that_nobody_is_there() -> None:
    found = answer("name\nBea\n")
    assert groups(found) == [("Bea",)]
    assert found.report()[0] == "1 person alone."
    assert "nobody to meet" in found.notes[0]


def test_all_from_one_organisation_are_told() -> None:
    found = answer(listed(8, organisations=1))
    assert "Everybody is from Thornbury Council" in found.notes[0]


def test_a_history_longer_than_memory_is_cut_and_said() -> None:
    history = "round,group,name\n" + "".join(
        f"{number},{n // 2},Person {n:03}\n" for number in range(MEMORY + 20) for n in range(4)
    )
    found = answer(listed(4), size="2", history=history)
    assert f"There are {MEMORY + 20} past rounds. The latest {MEMORY} count, from “20” on." in found.notes
    assert found.repeats == 0


def test_a_column_that_is_not_there_cannot_be_mixed() -> None:
    with pytest.raises(NotUsable, match=r"no column “sekter” to mix. The list of people has “organisation”"):
        answer(listed(4), mix="sekter")


@pytest.mark.parametrize("rounds", [0, -1, 101])
def test_impossible_numbers_of_rounds_are_refused(rounds: int) -> None:
    with pytest.raises(NotUsable, match="Choose from 1 to 100"):
        answer(listed(4), rounds=rounds)


@pytest.mark.parametrize("size", ["", "three", "1", "0", "5-4", "1-3", "-2", "3.5"])
def test_impossible_sizes_are_refused(size: str) -> None:
    with pytest.raises(NotUsable, match=r"such as|at least two"):
        lists.size_of(size)


@pytest.mark.slow
def test_two_hundred_thousand_rows_are_matched() -> None:
    people = "name,organisation\n" + "".join(f"Person {n},Organisation {n % 500}\n" for n in range(200_000))
    found = answer(people)
    assert sum(len(group) for group in groups(found)) == 200_000
    assert found.repeats == 0
