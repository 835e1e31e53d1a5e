"""What may leave the room: only what was released, under the strictest rule that ever held."""

from datetime import timedelta

import pytest

from folkmoot.practice_kit.wire.ops import AnswerRelease, Choose, Promote, PutTheme, ReleaseOwn, WithdrawEntry
from folkmoot.programme.models import AgendaItem, Confidentiality, Programme, Session
from folkmoot.record import release
from folkmoot.record.models import Activity, Attendance, Entry, Run
from tests.workshop import Workshop, a_workshop, starts

pytestmark = pytest.mark.django_db
TEXT = "Nobody agrees why the shelter is empty"


def leaves(held: Workshop, entry: Entry) -> bool:
    state = held.state
    now = state.get(Entry, entry.id)
    return now is not None and release.may_leave(state, now)


def note(held: Workshop, name: str = "Bea") -> Entry:
    return held.wrote(name, "taking_stock", "note", panel="facing", text=TEXT)


def with_purpose(rule: str = "room_only") -> tuple[Workshop, Entry]:
    held = a_workshop(rule)
    group = held.group(["Bea", "Dee", "Ken"])
    return held, held.purpose(group, "Ask before we offer")


def test_what_was_said_stays_until_its_author_lets_it_leave() -> None:
    held = a_workshop()
    hers = note(held)
    assert not leaves(held, hers)
    assert held.try_to(held["Dee"], ReleaseOwn, entry=hers.id, release=True).refused is not None
    held.do(held["Bea"], ReleaseOwn, entry=hers.id, release=True)
    assert leaves(held, hers)
    held.do(held["Bea"], ReleaseOwn, entry=hers.id, release=False)
    assert not leaves(held, hers)


def test_a_purpose_leaves_when_everyone_there_said_yes() -> None:
    held, purpose = with_purpose()
    assert not leaves(held, purpose)
    held.let_leave(held.groups[0])
    assert leaves(held, purpose)


def test_a_single_no_holds() -> None:
    held, purpose = with_purpose()
    held.let_leave(held.groups[0], but="Ken")
    assert not leaves(held, purpose)


def test_a_missing_answer_is_no_yes() -> None:
    held, purpose = with_purpose()
    held.let_leave(held.groups[0], silent="Ken")
    assert not leaves(held, purpose)


def test_who_left_before_the_question_need_not_answer_and_may_still_say_no() -> None:
    held, purpose = with_purpose()
    Attendance.objects.filter(person=held["Ken"]).update(until=starts(held.session) + timedelta(minutes=60))
    held.let_leave(held.groups[0], silent="Ken")
    assert leaves(held, purpose)
    held.do(held["Ken"], AnswerRelease, group=held.groups[0].id, product="purpose", yes=False)
    assert not leaves(held, purpose)


def test_nobody_of_a_group_there_is_no_yes_either() -> None:
    held, purpose = with_purpose()
    Attendance.objects.all().delete()
    assert not leaves(held, purpose)


def test_a_writer_alone_cannot_let_the_groups_purpose_leave() -> None:
    held, purpose = with_purpose()
    held.do(held["Bea"], ReleaseOwn, entry=purpose.id, release=True)
    assert not leaves(held, purpose)


def test_a_yes_to_the_purpose_is_none_to_the_key_points() -> None:
    held, _ = with_purpose()
    point = held.wrote("Bea", "breakout", "point", group=held.groups[0], text="Start with one street")
    held.let_leave(held.groups[0], "purpose")
    assert not leaves(held, point)
    held.let_leave(held.groups[0], "key_points")
    assert leaves(held, point)


def test_a_theme_leaves_once_the_lead_has_reviewed_it() -> None:
    held = a_workshop("open")
    theme = held.theme("taking_stock", "Ask first", [note(held)], reviewed=False)
    assert not leaves(held, theme)
    activity = held.activities["taking_stock"].id
    held.do(held.nia, PutTheme, activity=activity, theme=theme.id, title="Ask before we offer", reviewed=True)
    assert leaves(held, theme)


@pytest.mark.parametrize("rule", ["chatham_house", "open"])
def test_under_the_other_rules_what_everybody_was_shown_leaves(rule: str) -> None:
    held = a_workshop(rule)
    assert leaves(held, note(held))


@pytest.mark.parametrize("rule", Confidentiality.values)
def test_private_words_chat_steps_and_feedback_never_leave(rule: str) -> None:
    held = a_workshop(rule)
    private = held.entry("taking_stock", "note", held["Bea"], body={"text": TEXT}, visibility="private", audience="")
    feedback = held.entry("one_thing", "feedback", held["Bea"], body={"most_useful": TEXT}, released="programme")
    chat = held.entry("taking_stock", "chat", held["Bea"], body={"text": TEXT}, activity=None, released="programme")
    step = held.entry("one_thing", "step", held["Bea"], body={"title": TEXT}, released="programme")
    assert not any(leaves(held, entry) for entry in (private, feedback, chat, step))


@pytest.mark.parametrize("rule", ["chatham_house", "open"])
def test_what_a_group_kept_to_itself_stays_there_under_every_rule(rule: str) -> None:
    held = a_workshop(rule)
    group = held.group(["Bea", "Dee"])
    among = {"audience": f"group:{group.id}", "visibility": "group", "group": group}
    answer = held.entry("common_purpose", "answer", held["Bea"], body={"what": TEXT}, **among)
    assert not leaves(held, answer)


@pytest.mark.parametrize("rule", ["chatham_house", "open"])
def test_a_no_holds_a_purpose_under_every_rule(rule: str) -> None:
    held, purpose = with_purpose(rule)
    assert leaves(held, purpose)
    held.let_leave(held.groups[0], but="Dee")
    assert not leaves(held, purpose)


def test_the_choice_for_plenary_is_held_with_the_purpose_it_came_from() -> None:
    held, purpose = with_purpose("chatham_house")
    Run.objects.update(phase="live")
    chosen = held.do(held.nia, Choose, activity=held.activities["common_purpose"].id, entry=purpose.id).result["entry"]
    assert leaves(held, Entry.objects.get(id=chosen))
    held.let_leave(held.groups[0], but="Dee")
    assert not leaves(held, Entry.objects.get(id=chosen))


@pytest.mark.parametrize("rule", ["chatham_house", "open"])
def test_restatements_leave_only_when_released_whatever_the_rule(rule: str) -> None:
    held = a_workshop(rule)
    hers = held.wrote("Bea", "common_purpose", "restatement", text=TEXT)
    assert not leaves(held, hers)
    held.do(held["Bea"], ReleaseOwn, entry=hers.id, release=True)
    assert leaves(held, hers)


def test_the_rule_of_the_first_saving_holds_when_a_looser_one_is_set_later() -> None:
    held = a_workshop("room_only")
    hers = note(held)
    Programme.objects.update(confidentiality="open")
    Session.objects.update(confidentiality="open")
    AgendaItem.objects.update(confidentiality="open")
    Activity.objects.update(confidentiality="open")
    assert not leaves(held, hers)


def test_a_stricter_rule_set_later_tightens() -> None:
    held = a_workshop("open")
    hers = note(held)
    Session.objects.update(confidentiality="room_only")
    assert not leaves(held, hers)


def test_an_open_part_of_a_strict_session_is_open() -> None:
    held = a_workshop("room_only")
    AgendaItem.objects.filter(practice="taking_stock").update(confidentiality="open")
    Activity.objects.filter(practice="taking_stock").update(confidentiality="open")
    assert leaves(held, held.entry("taking_stock", "note", held["Bea"], body={"text": TEXT}, confidentiality="open"))
    assert not leaves(held, held.wrote("Bea", "complexity_sort", "probe", text=TEXT))


def test_an_issue_taken_from_a_note_leaves_with_the_note_and_a_planned_one_with_the_plan() -> None:
    held = a_workshop()
    hers = note(held)
    with held.reopened():
        taken = held.do(held.nia, Promote, entry=hers.id, to="issue").result["entry"]
    planned = held.entry("taking_stock", "issue", body={"title": "The boiler"}, activity=None)
    assert leaves(held, planned)
    assert not leaves(held, Entry.objects.get(id=taken))
    held.do(held["Bea"], ReleaseOwn, entry=hers.id, release=True)
    assert leaves(held, Entry.objects.get(id=taken))


def test_withdrawing_takes_what_repeats_it_away_too() -> None:
    held = a_workshop("open")
    hers, below = note(held), held.wrote("Ken", "taking_stock", "note", panel="facing", text="The same here")
    Entry.objects.filter(id=below.id).update(theme=hers.id)
    with held.reopened():
        held.do(held.nia, Promote, entry=hers.id, to="issue")
        other = held.do(held.nia, Promote, entry=hers.id, to="issue", text="An empty place").result["entry"]
    held.do(held["Bea"], WithdrawEntry, entry=hers.id)
    assert not any(TEXT in str(body) for body in Entry.objects.values_list("body", flat=True))
    assert Entry.objects.get(id=other).body == {"title": "An empty place"}
    assert Entry.objects.get(id=below.id).theme == ""


@pytest.mark.parametrize(("rule", "name"), [("open", "Bea"), ("chatham_house", ""), ("room_only", "")])
def test_a_name_leaves_only_in_an_open_session_with_an_entry_that_carries_it(rule: str, name: str) -> None:
    held = a_workshop(rule)
    given = held.entry("taking_stock", "note", held["Bea"], attribution="named")
    hidden = note(held)
    assert release.named(held.state, given) == name
    assert release.named(held.state, hidden) == ""


def test_while_people_restate_the_statement_is_on_no_page() -> None:
    held, purpose = with_purpose("open")
    Activity.objects.filter(practice="common_purpose").update(stage="restate")
    Run.objects.update(phase="live")
    assert not leaves(held, purpose)
    Run.objects.update(phase="closed")
    assert leaves(held, purpose)


def test_of_no_rule_at_all_the_strictest_is_taken() -> None:
    assert release.strictest(["", ""]) == Confidentiality.ROOM_ONLY
    assert release.strictest(["open", "chatham_house"]) == Confidentiality.CHATHAM_HOUSE
