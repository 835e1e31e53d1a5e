"""An agenda keeps its shape through any change: two levels, everybody once, blocks as long as their parts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.practice_kit.fields import Refused
from folkmoot.programme import agenda_tree as tree
from folkmoot.programme.agenda import (
    BLOCK,
    BREAK,
    PLENARY,
    TALK,
    Agenda,
    Item,
    every,
    find_item,
    from_json,
    leaves,
    length,
    settled,
    starts,
    to_json,
)


def item(name: str, minutes: int = 10, **more: Any) -> Item:
    return Item(id=name, title=name.title(), minutes=minutes, **more)


def block(name: str, *parts: Item, **more: Any) -> Item:
    return Item(id=name, title=name.title(), kind=BLOCK, minutes=0, parts=parts, **more)


AFTERNOON = settled(
    (
        item("welcome", 10),
        item("coffee", 30),
        block("complexity", item("talk", 20, kind=TALK), item("sort", 20), item("surprises", 10)),
        item("tea", 10, kind=BREAK, protected=True),
        block("purpose", item("scene", 5), item("draft", 25), item("hear", 20)),
        item("close", 5, protected=True),
    )
)


def outline(agenda: Agenda) -> list[Any]:
    return [(one.id, [part.id for part in one.parts]) if one.is_block else one.id for one in agenda]


class TestMoving:
    def test_up_and_down_change_places_with_the_neighbour(self) -> None:
        moved = tree.step(AFTERNOON, "coffee", "up")
        assert [one.id for one in moved][:2] == ["coffee", "welcome"]
        assert tree.step(moved, "coffee", "down") == AFTERNOON

    def test_the_first_part_of_a_block_moves_up_out_of_it(self) -> None:
        moved = tree.step(AFTERNOON, "talk", "up")
        assert outline(moved)[2:4] == ["talk", ("complexity", ["sort", "surprises"])]

    def test_the_last_part_of_a_block_moves_down_out_of_it(self) -> None:
        moved = tree.step(AFTERNOON, "surprises", "down")
        assert outline(moved)[2:4] == [("complexity", ["talk", "sort"]), "surprises"]

    def test_an_item_goes_into_the_block_before_it_at_its_end(self) -> None:
        moved = tree.step(AFTERNOON, "tea", "in")
        assert ("complexity", ["talk", "sort", "surprises", "tea"]) in outline(moved)

    def test_or_into_the_block_after_it_at_its_beginning(self) -> None:
        moved = tree.step(AFTERNOON, "coffee", "in")
        assert ("complexity", ["coffee", "talk", "sort", "surprises"]) in outline(moved)
        assert find_item(moved, "complexity").minutes == 80

    def test_a_block_never_goes_into_a_block(self) -> None:
        with pytest.raises(Refused, match="cannot go inside a block"):
            tree.place(AFTERNOON, "complexity", "purpose", 0)

    def test_what_is_first_says_so(self) -> None:
        with pytest.raises(Refused, match="first already"):
            tree.step(AFTERNOON, "welcome", "up")

    def test_only_steps_that_exist_are_offered(self) -> None:
        assert tree.possible_steps(AFTERNOON, "welcome") == {"down"}
        assert tree.possible_steps(AFTERNOON, "coffee") == {"up", "down", "in"}
        assert tree.possible_steps(AFTERNOON, "talk") == {"up", "down", "out"}
        assert tree.possible_steps(AFTERNOON, "complexity") == {"up", "down"}


class TestMinutes:
    def test_everything_after_a_longer_item_starts_later(self) -> None:
        later = starts(tree.set_minutes(AFTERNOON, "coffee", 35))
        before = starts(AFTERNOON)
        assert later["coffee"] == before["coffee"]
        assert later["tea"] == before["tea"] + 5
        assert later["hear"] == before["hear"] + 5

    def test_a_longer_part_makes_a_longer_block(self) -> None:
        assert find_item(tree.set_minutes(AFTERNOON, "hear", 24), "purpose").minutes == 54

    def test_a_block_takes_and_gives_minutes_at_its_longest_part(self) -> None:
        shorter = tree.set_minutes(AFTERNOON, "purpose", 45)
        assert [part.minutes for part in find_item(shorter, "purpose").parts] == [5, 20, 20]

    def test_a_protected_part_is_never_cut_for_its_block(self) -> None:
        kept = tree.edit(AFTERNOON, "draft", {"protected": True})
        assert find_item(tree.set_minutes(kept, "purpose", 40), "draft").minutes == 25

    @pytest.mark.parametrize("minutes", [0, -3, 121])
    def test_minutes_out_of_range_are_refused_with_the_range(self, minutes: int) -> None:
        with pytest.raises(Refused, match="from 1 to 120"):
            tree.set_minutes(AFTERNOON, "welcome", minutes)

    def test_a_block_that_cannot_shrink_so_far_says_what_to_do(self) -> None:
        with pytest.raises(Refused, match="one by one"):
            tree.set_minutes(AFTERNOON, "purpose", 1)

    def test_an_empty_block_is_no_time_at_all(self) -> None:
        with_block = tree.add(AFTERNOON, item("spare", 25, kind=BLOCK))
        assert length(with_block) == length(AFTERNOON)
        with pytest.raises(Refused, match="empty"):
            tree.set_minutes(with_block, "spare", 10)


class TestAddingAndRemoving:
    def test_an_item_is_added_at_the_end_or_after_another_or_in_a_block(self) -> None:
        assert tree.add(AFTERNOON, item("new"))[-1].id == "new"
        assert outline(tree.add(AFTERNOON, item("new"), after="coffee"))[2] == "new"
        assert ("purpose", ["scene", "new", "draft", "hear"]) in outline(
            tree.add(AFTERNOON, item("new"), after="scene")
        )
        assert ("purpose", ["scene", "draft", "hear", "new"]) in outline(
            tree.add(AFTERNOON, item("new"), into="purpose")
        )

    def test_a_block_is_removed_with_its_parts(self) -> None:
        assert not {"purpose", "scene", "draft", "hear"} & {one.id for one in every(tree.remove(AFTERNOON, "purpose"))}

    def test_a_plan_of_the_same_groups_forgets_the_item_that_is_gone(self) -> None:
        tied = tree.edit(AFTERNOON, "draft", {"group_plan": {"kind": "same", "same_as": "sort"}})
        left = find_item(tree.remove(tied, "sort"), "draft")
        assert left.group_plan == {"kind": "same", "same_as": ""}

    def test_there_is_an_end_to_adding(self) -> None:
        full = tuple(item(f"n{number}") for number in range(tree.MOST_ITEMS))
        with pytest.raises(Refused, match="at most 80 items"):
            tree.add(full, item("one more"))

    def test_what_holds_parts_stays_a_block(self) -> None:
        assert find_item(tree.edit(AFTERNOON, "purpose", {"kind": PLENARY}), "purpose").kind == BLOCK


# ── Any change after any other ───────────────────────────────────────────────────────────────────────────────────

leaf_items = st.builds(
    item,
    st.just("x"),
    st.integers(1, 120),
    kind=st.sampled_from([PLENARY, TALK, BREAK, "activity"]),
    protected=st.booleans(),
)
shapes = st.lists(st.one_of(leaf_items, st.lists(leaf_items, max_size=4)), max_size=6)
moves = st.lists(
    st.tuples(
        st.sampled_from(["up", "down", "in", "out", "place", "minutes", "remove", "add", "kind"]),
        st.integers(0, 30),
        st.integers(-5, 130),
    ),
    max_size=25,
)


def built(shape: list[Any]) -> Agenda:
    """An agenda of this shape, with ids n0, n1, ... in order."""
    numbers = iter(range(1000))

    def named(one: Item) -> Item:
        return Item(id=f"n{next(numbers)}", title="x", minutes=one.minutes, kind=one.kind, protected=one.protected)

    return settled(
        tuple(block(f"n{next(numbers)}", *map(named, one)) if isinstance(one, list) else named(one) for one in shape)
    )


def changed(agenda: Agenda, move: tuple[str, int, int], fresh: str) -> Agenda:
    """The agenda after one change, or as it was when the change is refused."""
    what, which, number = move
    known = [one.id for one in every(agenda)]
    if what == "add" or not known:
        return tree.add(agenda, item(fresh, 7), into=next((one.id for one in agenda if one.is_block), ""))
    chosen = known[which % len(known)]
    try:
        match what:
            case "place":
                return tree.place(agenda, chosen, known[number % len(known)] if number % 2 else "", number)
            case "minutes":
                return tree.set_minutes(agenda, chosen, number)
            case "remove":
                return tree.remove(agenda, chosen)
            case "kind":
                return tree.edit(agenda, chosen, {"kind": BLOCK if number % 2 else PLENARY})
            case _:
                return tree.step(agenda, chosen, what)  # type: ignore[arg-type]  # one of the four steps
    except Refused:
        return agenda


def holds(agenda: Agenda) -> None:
    """What must be true of every agenda."""
    ids = Counter(one.id for one in every(agenda))
    assert all(count == 1 for count in ids.values())
    for one in agenda:
        assert all(not part.parts and part.kind != BLOCK for part in one.parts)
        if one.is_block:
            assert one.minutes == sum(part.minutes for part in one.parts)
    at = starts(agenda)
    clock = 0
    for leaf in leaves(agenda):
        assert at[leaf.id] == clock
        clock += leaf.minutes
    assert length(agenda) == sum(leaf.minutes for leaf in leaves(agenda)) == clock


@given(shapes, moves)
def test_any_sequence_of_changes_keeps_the_tree_its_sums_and_its_times(shape: list[Any], todo: list[Any]) -> None:
    agenda = built(shape)
    holds(agenda)
    for number, move in enumerate(todo):
        before = Counter(one.id for one in every(agenda))
        agenda = changed(agenda, move, f"new{number}")
        holds(agenda)
        if move[0] not in {"add", "remove"} and before:
            assert Counter(one.id for one in every(agenda)) == before


@given(shapes)
def test_an_agenda_survives_its_json(shape: list[Any]) -> None:
    agenda = built(shape)
    assert from_json(to_json(agenda)) == agenda


@given(shapes, st.integers(0, 30), st.sampled_from(["up", "down", "in", "out"]))
def test_a_step_is_offered_exactly_when_it_can_be_made(shape: list[Any], which: int, where: Any) -> None:
    agenda = built(shape)
    known = [one.id for one in every(agenda)]
    if not known:
        return
    chosen = known[which % len(known)]
    try:
        tree.step(agenda, chosen, where)
        possible = True
    except Refused:
        possible = False
    assert (where in tree.possible_steps(agenda, chosen)) == possible
