"""Two records of one person become one, and two again."""

import pytest

from folkmoot.kit.announce import BOARD
from folkmoot.people.actions import give_account
from folkmoot.people.merging import CannotMerge, merge, move_rows, undo_merge, which_to_keep
from folkmoot.people.models import MeetingWish, Merge, Person
from folkmoot.people.queries import ids_counted_as, merge_to_undo
from folkmoot.people.topics import MergeUndone, PersonsMerged
from tests.people import a_person, bea, dee, ken, zed

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the rooms above are told, in place of what they do."""
    heard: list[object] = []
    monkeypatch.setattr(BOARD, "_receivers", {PersonsMerged: [heard.append], MergeUndone: [heard.append]})
    return heard


def test_what_one_wished_follows_and_comes_back(told: list[object]) -> None:
    keep, other, apart = bea(), a_person("Bea"), zed()
    wish = MeetingWish.objects.create(person=other, apart_from=apart)
    done = merge(keep, other)
    wish.refresh_from_db()
    assert wish.person == keep
    undo_merge(done)
    wish.refresh_from_db()
    other.refresh_from_db()
    assert (wish.person, other.merged_into) == (other, None)
    assert told == [PersonsMerged(done.id, keep.id, other.id), MergeUndone(done.id, keep.id, other.id)]


def test_what_both_have_stays_with_each(told: list[object]) -> None:
    keep, other, apart = bea(), a_person("Bea"), zed()
    for person in (keep, other):
        MeetingWish.objects.create(person=person, apart_from=apart)
    done = merge(keep, other)
    assert {wish.person for wish in MeetingWish.objects.all()} == {keep, other}
    undo_merge(done)
    assert {wish.person for wish in MeetingWish.objects.all()} == {keep, other}


def test_only_what_moved_comes_back(told: list[object]) -> None:
    keep, other = bea(), a_person("Bea")
    own = MeetingWish.objects.create(person=keep, apart_from=zed())
    others = MeetingWish.objects.create(person=other, apart_from=ken())
    done = merge(keep, other)
    assert set(MeetingWish.objects.filter(person=keep)) == {own, others}
    undo_merge(Merge.objects.get(id=done.id))
    assert list(MeetingWish.objects.filter(person=keep)) == [own]
    assert list(MeetingWish.objects.filter(person=other)) == [others]


def test_rows_move_once_however_often_a_room_says_so(told: list[object]) -> None:
    keep, other = bea(), a_person("Bea")
    wish = MeetingWish.objects.create(person=other, apart_from=ken())
    done = merge(keep, other)
    move_rows(done.id, MeetingWish, ["person"])
    undo_merge(Merge.objects.get(id=done.id))
    wish.refresh_from_db()
    assert wish.person == other


def test_undoing_twice_changes_nothing(told: list[object]) -> None:
    done = merge(bea(), a_person("Bea"))
    undo_merge(done)
    undo_merge(done)
    assert len(told) == 2


def test_two_records_may_be_merged_again_after_undoing(told: list[object]) -> None:
    keep, other = bea(), a_person("Bea")
    undo_merge(merge(keep, other))
    again = merge(keep, other)
    assert merge_to_undo(keep) == again
    assert ids_counted_as(keep) == [keep.id, other.id]


def test_an_error_in_a_room_undoes_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(event: PersonsMerged) -> None:
        raise RuntimeError(event.keep_id)

    monkeypatch.setattr(BOARD, "_receivers", {PersonsMerged: [fails]})
    keep, other = bea(), a_person("Bea")
    with pytest.raises(RuntimeError):
        merge(keep, other)
    other.refresh_from_db()
    assert other.merged_into is None
    assert not Merge.objects.exists()


def test_one_record_is_not_merged_with_itself(told: list[object]) -> None:
    who = bea()
    with pytest.raises(CannotMerge):
        merge(who, who)


def test_a_merged_record_is_not_merged_again(told: list[object]) -> None:
    keep, other = bea(), a_person("Bea")
    merge(keep, other)
    for pair in ((other, dee()), (ken(), other)):
        with pytest.raises(CannotMerge):
            merge(*pair)


def test_two_accounts_are_not_merged(told: list[object]) -> None:
    one, other = bea(), dee()
    give_account(one), give_account(other)
    with pytest.raises(CannotMerge, match="account"):
        merge(one, other)


def test_a_rehearsals_participant_is_nobody(told: list[object]) -> None:
    simulated = Person.objects.create(name="Bea", rehearsal=True)
    with pytest.raises(CannotMerge):
        merge(bea(), simulated)


def test_the_record_kept_is_the_better_known_one() -> None:
    guest, booked, runs = a_person("Bea"), bea(), dee()
    give_account(runs)
    assert which_to_keep(guest, booked) == (booked, guest)
    assert which_to_keep(booked, runs) == (runs, booked)
    older, newer = a_person("Ken"), a_person("Ken")
    assert which_to_keep(newer, older) == (older, newer)
