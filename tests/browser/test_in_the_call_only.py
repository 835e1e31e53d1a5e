"""Eight of forty are in the call only, and follow everything from the shared screen alone.

Whatever Bea is shown on her own page (what to do, what is asked, in which room, for how long, what came of it) stands
on the shared screen's page too.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from folkmoot.commands.demo_people import PRODUCER
from folkmoot.people.models import Person
from folkmoot.practice_kit import registry
from folkmoot.practice_kit.boards import Form, Panels, Sort
from folkmoot.practice_kit.contract import Practice, Stage
from folkmoot.practice_kit.wire.ops import AddCaller, Choose, MovePerson, Pen, PutEntry
from folkmoot.record.models import Activity, Entry, Group, Grouping
from folkmoot.record.operations.groups import AT_WORK
from folkmoot.rehearsal.line import Answer, Line
from tests.browser.conftest import Open
from tests.browser.crowd import Crowd, crowd_in
from tests.browser.device import DESKTOP, PHONE, TABLET, Device
from tests.browser.house import House
from tests.browser.people import MORE, Facilitator, Participant

IN_APP, BY_CALL = 32, 8
CALLERS = [f"{name} Reed" for name in ("Ada", "Ben", "Cy", "Di", "Eve", "Fay", "Gus", "Hal")]
STATEMENT = "We want every street to be a place where children walk to school without fear, says group"
CLOCKS_AGREE = 2
"""Seconds."""


@dataclass
class Run:
    """Those with a window, those without, and the screen that is shared in the call."""

    house: House
    nia: Facilitator
    bea: Participant
    screen: Device
    crowd: Crowd
    tom: Line
    callers: dict[str, str]

    @property
    def shared(self) -> Page:
        """The page that is shared."""
        return self.screen.page

    def activity(self, title: str) -> Activity:
        """The activity of a part of the agenda."""
        return Activity.objects.get(session=self.house.today, item__title__startswith=title)

    def groups(self) -> list[Group]:
        """The groups at work, by number."""
        grouping = Grouping.objects.get(session=self.house.today, status__in=AT_WORK)
        return list(Group.objects.filter(grouping=grouping).order_by("number"))

    def both_show(self, words: str | re.Pattern[str]) -> None:
        """These words stand on Bea's own page and on the shared screen."""
        self.bea.sees(words)
        expect(self.shared.locator("body")).to_contain_text(words)

    def both_ask(self, slug: str, key: str) -> None:
        """What to do and what is asked at this stage stand on both."""
        practice = registry.practices()[slug]
        stage = practice.stage(key)
        self.bea.heading(stage.title)
        expect(self.shared.get_by_role("heading", level=1)).to_have_text(stage.title)
        for words in (stage.instruction, *asked(practice, stage)):
            self.both_show(words)

    def clocks_agree(self) -> None:
        """The time left on both, to within two seconds."""

        def agree() -> bool:
            clocks = [page.get_by_role("timer").first.inner_text() for page in (self.bea.page, self.shared)]
            return abs(seconds(clocks[0]) - seconds(clocks[1])) <= CLOCKS_AGREE

        self.bea.device.until(agree)  # one is read after the other

    def callers_find_their_rooms(self) -> None:
        """Everybody in the call only reads the number of their own room, and how many are with them."""
        groups = self.groups()
        rooms = self.shared.get_by_role("list", name="Rooms of people who are in the call only").get_by_role("listitem")
        for name, person in self.callers.items():
            group = next(group for group in groups if person in group.members)
            row = rooms.filter(has_text=re.compile(rf"^Room {group.number}\b"))
            expect(row).to_contain_text(name.split()[0])
        expect(self.shared.locator("body")).not_to_contain_text("Person")
        expect(self.shared.locator("body")).not_to_contain_text("Bea")


def asked(practice: Practice, stage: Stage) -> list[str]:
    """The words over boxes and choices of a stage, as they are declared."""
    found: list[str] = []
    for part in stage.parts:
        if isinstance(part, Panels) and stage.key in practice.kind(part.kind).written_in:
            found += [panel.title for panel in part.panels] + [part.panels[0].prompt]
        if isinstance(part, Form) and stage.key in practice.kind(part.kind).written_in:
            found += [spec.label for spec in practice.kind(part.kind).fields() if not spec.later]
        if isinstance(part, Sort):
            found += [subject.title for subject in part.subjects]
    return found


def seconds(clock: str) -> int:
    """What a clock shows, such as 7:05."""
    minutes, rest = re.findall(r"(\d+):(\d\d)", clock)[0]
    return int(minutes) * 60 + int(rest)


def test_whoever_is_in_the_call_only_follows_from_the_shared_screen_alone(house: House, open_window: Open) -> None:
    nia, bea = Facilitator(open_window("Nia"), house), Participant(open_window("Bea"), house)
    screen = open_window("the shared screen", DESKTOP)
    nia.arrive()
    screen.context.add_cookies(nia.device.context.cookies())  # type: ignore[arg-type]  # what one gives, the other takes
    screen.open(house.screen)
    bea.arrive("Bea")
    with crowd_in(house) as crowd:
        tom = crowd.enter(Person.objects.get(email=PRODUCER.email))
        crowd.book(IN_APP - 1)
        callers = {name: crowd.ask(tom, AddCaller, name=name).result["person"] for name in CALLERS}
        run = Run(house, nia, bea, screen, crowd, tom, callers)
        expect(screen.page.locator("body")).to_contain_text(f"{IN_APP + BY_CALL}here so far")
        they_find_their_rooms_and_talk(run)
        they_hear_what_everybody_faces(run)
        they_hear_the_statements_and_the_answers(run)
        they_are_asked_for_one_thing(run)
        nia.choose(MORE, "Close the session")
        run.both_show("Thank you")


def they_find_their_rooms_and_talk(run: Run) -> None:
    nia = run.nia
    nia.go("Getting to know each other as a group")
    run.both_ask("coffee_trial", "matched")
    nia.send_groups()
    expect(run.shared.get_by_role("heading", level=1)).to_have_text("Find your room")
    run.callers_find_their_rooms()
    for prompt in registry.practices()["coffee_trial"].settled({})["prompts"]:
        run.both_show(prompt)
    run.screen.picture("callers-rooms", DESKTOP, TABLET, PHONE)
    assert run.screen.barriers() == []
    nia.press(re.compile("^Rooms are open"))
    expect(run.shared.get_by_role("heading", level=1)).to_have_text("Groups are at work")
    run.callers_find_their_rooms()
    run.clocks_agree()
    move_somebody(run)
    run.callers_find_their_rooms()
    nia.press("Close groups in 1 min")
    expect(run.shared.get_by_role("heading", level=1)).to_have_text("Coming back together")
    run.clocks_agree()
    nia.press("Return now")


def move_somebody(run: Run) -> None:
    groups = run.groups()
    ada = run.callers["Ada Reed"]
    target = next(group for group in groups if ada not in group.members)
    run.crowd.ask(run.tom, MovePerson, grouping=target.grouping_id, person=ada, group=target.id)


def they_hear_what_everybody_faces(run: Run) -> None:
    run.nia.go("Context and taking stock")
    run.both_ask("taking_stock", "write")
    run.screen.picture("asked-on-screen", DESKTOP, TABLET, PHONE)
    assert run.screen.barriers() == []
    assert run.screen.smallest_words() >= 18
    activity = run.activity("Context and taking stock").id

    def write(number: int, line: Line) -> Awaitable[Answer]:
        body = {"panel": "facing", "text": f"What {number} faces"}
        return line.act(PutEntry, activity=activity, entry_kind="note", body=body)

    run.crowd.everybody(write)
    ada, for_ada = {"panel": "facing", "text": "What Ada faces, as said in the call"}, run.callers["Ada Reed"]
    run.crowd.ask(run.tom, PutEntry, activity=activity, entry_kind="note", body=ada, on_behalf_of=for_ada)
    expect(run.shared.locator("body")).to_contain_text(f"{IN_APP} of {IN_APP + BY_CALL}")
    run.nia.next("What we wrote")
    run.both_show("Read. What is landing with you?")
    wanted = {f"What {number} faces" for number in range(IN_APP - 1)} | {ada["text"]}
    for text in wanted:
        run.bea.sees(text)
    assert on_all_pages(run.shared) == wanted


def on_all_pages(shared: Page) -> set[str]:
    """The notes on the wall, page by page."""
    found: set[str] = set()
    while True:
        notes = shared.locator(".wall > li > span").all_inner_texts()
        found |= set(notes)
        more = shared.get_by_role("button", name="More")
        if not more.count() or more.is_disabled():
            return found
        more.click()
        expect(shared.locator(".wall > li > span").first).not_to_have_text(notes[0])


def they_hear_the_statements_and_the_answers(run: Run) -> None:
    nia = run.nia
    nia.begin("Our purpose in forty words")
    run.callers_find_their_rooms()
    for words in asked(registry.practices()["common_purpose"], registry.practices()["common_purpose"].stage("write")):
        run.both_show(words)
    run.clocks_agree()
    activity = run.activity("Our purpose").id
    nia.step("Write it together")
    statements = [text for group in run.groups() if (text := write_statement(run, activity, group))]
    nia.press("Close groups in 1 min")
    nia.press("Return now")
    nia.step("Our statements, read aloud")
    for text in statements:
        run.both_show(text)
    chosen = Entry.objects.filter(activity=activity, kind="statement").order_by("id").first()
    assert chosen is not None
    statement = run.crowd.ask(run.tom, Choose, activity=activity, entry=chosen.id).result["entry"]
    nia.step("Good enough for now?")
    for words in ("Say where you stand", chosen.body["text"], "I agree", "I can live with it", "Not yet"):
        run.both_show(words)
    answer_all(run, activity, statement)
    nia.step("What would help?")
    run.both_show(chosen.body["text"])
    counts = run.shared.locator(".screen-counts")
    for words, count in (("I agree", IN_APP - 4), ("I can live with it", 3), ("Not yet", 1)):
        expect(counts.get_by_role("listitem").filter(has_text=words)).to_contain_text(f"{count}")
        expect(run.bea.stage).to_contain_text(re.compile(rf"{words}\D*{count}"))


def write_statement(run: Run, activity: str, group: Group) -> str:
    """Somebody of the group takes the pen and hands their statement in; empty where chance put nobody who could."""
    text = f"{STATEMENT} {group.number}"
    writer = next((line for line in run.crowd.lines if line.store.you["person"] in group.members), None)
    if writer is None:
        return ""
    run.crowd.ask(writer, Pen, group=group.id, do="take")
    run.crowd.ask(writer, PutEntry, activity=activity, entry_kind="statement", body={"text": text})
    return text


def answer_all(run: Run, activity: str, statement: str) -> None:
    def answer(number: int, line: Line) -> Awaitable[Answer]:
        body = {"answer": "live_with" if number < 3 else "not_yet" if number == 3 else "agree"}
        return line.act(PutEntry, activity=activity, entry_kind="agreement", about=statement, body=body)

    run.crowd.everybody(answer)
    run.bea.pick("I agree")
    run.bea.press("Answer")


def they_are_asked_for_one_thing(run: Run) -> None:
    run.nia.go("Next time, and one practical thing each")
    run.both_ask("one_thing", "write")
