"""A simulated participant: does what the stage lets them do, in their own time, and now and then something else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from folkmoot.practice_kit.wire.ops import AnswerRelease, Finish, Hand, Pen, PutEntry, SaveDraft, Say, SayRoom, TakeRole
from folkmoot.rehearsal import texts
from folkmoot.rehearsal.line import Line
from folkmoot.rehearsal.store import Row

Deed = Callable[[], Awaitable[None]]

MOST_OF_A_KIND = 3
THINK_SECONDS = 9.0
SHORTEST_PAUSE = 0.15
AWAY_SECONDS = 40.0


@dataclass
class Pace:
    """How fast people are: seconds of the story are divided by `speed`."""

    speed: float = 1.0

    def seconds(self, story: float) -> float:
        """So many seconds of the story, in seconds of the clock on the wall."""
        return max(SHORTEST_PAUSE, story / self.speed)


@dataclass
class Habits:
    """How likely somebody is to do something between two contributions; `lower`, for whom a hand is up."""

    chat: float = 0.04
    hand: float = 0.02
    lower: float = 0.25
    drop: float = 0.01
    late_by: float = 0.0


@dataclass
class Participant:
    """One of them. `dice` makes all their choices, so the same seed makes the same ones."""

    line: Line
    dice: Random
    pace: Pace
    habits: Habits = field(default_factory=Habits)
    _at: tuple[str, str] = ("", "")
    _deeds: list[Deed] = field(default_factory=list)
    _answered: bool = False

    async def take_part(self) -> None:
        """Come in, late or not, and stay until the session is closed."""
        await asyncio.sleep(self.habits.late_by / self.pace.speed)
        await self.line.open(60)
        while not self.line.shut:
            await asyncio.sleep(self.pace.seconds(self.dice.expovariate(1 / THINK_SECONDS)))
            if self._over():
                await self._answer_release()
                return
            try:
                await self._next()
            except TimeoutError:
                continue

    def _over(self) -> bool:
        return self.line.store.session.get("phase") == "closed"

    # --- choosing what to do ----------------------------------------------------------------------------------------

    async def _next(self) -> None:
        if not self.line.store.you.get("admitted"):
            return
        if await self._pass_pen() or await self._something_else() or await self._find_room():
            return
        activity = self.line.store.activity
        if activity is None:
            return
        now = (activity["id"], activity["stage"])
        if now != self._at:
            self._at, self._deeds = now, self._deeds_of(activity)
        if self._deeds:
            await self._deeds.pop(0)()

    async def _something_else(self) -> bool:
        chance = self.dice.random()
        raised = bool(self.line.store.you.get("hand_at"))
        for likely, deed in (
            (self.habits.chat, self._chat),
            (self.habits.lower if raised else self.habits.hand, self._hand),
            (self.habits.drop, self._drop),
        ):
            if chance < likely:
                await deed()
                return True
            chance -= likely
        return False

    async def _find_room(self) -> bool:
        """Say in which room one is, where people find their rooms themselves."""
        groups = self.line.store.tables["groups"].values()
        for row in self.line.store.tables["groupings"].values():
            placed = any(g["grouping"] == row["id"] and self.line.store.you["person"] in g["members"] for g in groups)
            if row["status"] == "open" and row.get("rooms") and not placed:
                number = self.dice.randint(1, max(1, row["rooms"] - 2))
                await self.line.act(SayRoom, grouping=row["id"], number=number)
                return True
        return False

    async def _pass_pen(self) -> bool:
        """Give the pen to whoever asks for it."""
        me = self.line.store.you["person"]
        for group in self.line.store.tables["groups"].values():
            if group.get("pen") == me and group.get("pen_asked"):
                return (await self.line.act(Pen, group=group["id"], do="pass", to=group["pen_asked"])).ok
        return False

    async def _chat(self) -> None:
        to = self.dice.choice(("session", "session", "group", "facilitators"))
        await self.line.act(Say, to=to, text=self.dice.choice(texts.CHAT))

    async def _hand(self) -> None:
        await self.line.act(Hand, up=not self.line.store.you.get("hand_at"))

    async def _drop(self) -> None:
        await self.line.drop()
        await asyncio.sleep(self.pace.seconds(self.dice.uniform(5, AWAY_SECONDS)))
        self.line.come_back()

    # --- what a stage lets them do ----------------------------------------------------------------------------------

    def _deeds_of(self, activity: Row) -> list[Deed]:
        deeds: list[Deed] = []
        practice = self.line.store.tables["practices"][activity["practice"]]
        for kind in practice["kinds"]:
            if activity["stage"] in kind["written_in"] and not kind["facilitators_only"]:
                deeds += self._deeds_of_kind(activity, kind)
        self.dice.shuffle(deeds)
        if self.line.store.group(activity) and self.dice.random() < 0.3:
            deeds.insert(0, lambda: self._take_role(activity))
        if self.dice.random() < 0.9:
            deeds.append(lambda: self._finish(activity))
        return deeds

    def _deeds_of_kind(self, activity: Row, kind: Row) -> list[Deed]:
        if kind["pen"]:
            return [lambda: self._write_together(activity, kind)]
        abouts = self._abouts(activity, kind) if kind["about"] else [""]
        times = min(kind["each"] or MOST_OF_A_KIND, MOST_OF_A_KIND)
        if kind["held_by"] == "group" and kind["of_group"]:
            times = 1 if self.dice.random() < 0.4 else 0
        places = [about for about in abouts for _ in range(self.dice.randint(min(1, times), times))]
        return [self._deed(activity, kind, about) for about in places[: 2 * MOST_OF_A_KIND]]

    def _deed(self, activity: Row, kind: Row, about: str) -> Deed:
        return lambda: self._write(activity, kind, about)

    def _abouts(self, activity: Row, kind: Row) -> list[str]:
        """What an entry of this kind may be about, as far as this person sees it."""
        if kind["about"] == "subjects":
            parts = [part for stage in self._stages(activity) for part in stage["parts"] if part["type"] == "sort"]
            return [key for part in parts if part["kind"] == kind["name"] for key in _subjects(part, activity)]
        if kind["about"] == "issue":
            return [entry["id"] for entry in self.line.store.entries("", "issue")]
        seen = [entry["id"] for entry in self.line.store.entries(activity["id"], kind["about"])]
        chosen: str = activity.get("chosen") or ""
        return [chosen] if chosen in seen else self.dice.sample(seen, min(2, len(seen)))

    def _stages(self, activity: Row) -> list[Row]:
        stages: list[Row] = self.line.store.tables["practices"][activity["practice"]]["stages"]
        return stages

    # --- doing it ---------------------------------------------------------------------------------------------------

    async def _write(self, activity: Row, kind: Row, about: str) -> None:
        """First a draft, then the entry: as somebody who types and then presses the button."""
        mine = self._mine(activity, kind, about)
        full = kind["each"] is not None and len(mine) >= kind["each"]
        if full and self.dice.random() < 0.7:
            return
        source = self.line.store.tables["entries"].get(about)
        words = texts.body(self.dice, activity["practice"], kind, source)
        box = f"{activity['id']}:{kind['name']}:{about}"
        if self.dice.random() < 0.3:
            await self.line.act(SaveDraft, box=box, body=words)
            await asyncio.sleep(self.pace.seconds(4))
        private = bool(kind["choose_audience"]) and self.dice.random() < 0.6
        await self._put(activity, kind, words, about=about, private=private, entry=mine[0] if full else "")

    def _mine(self, activity: Row, kind: Row, about: str) -> list[str]:
        """What this person, or for what a group holds their group, has of this kind already."""
        store, group = self.line.store, self.line.store.group(activity)
        ours = {group["id"]} if group and kind["held_by"] == "group" else set()
        written = [e for e in store.entries(activity["id"], kind["name"]) if e["about"] == about]
        return [e["id"] for e in written if e["id"] in store.mine or e["group"] in ours]

    async def _put(self, activity: Row, kind: Row, words: Row, **more: Any) -> None:
        await self.line.act(PutEntry, activity=activity["id"], entry_kind=kind["name"], body=words, **more)

    async def _finish(self, activity: Row) -> None:
        await self.line.act(Finish, activity=activity["id"])

    async def _take_role(self, activity: Row) -> None:
        group = self.line.store.group(activity)
        free = [r for r in ("scribe", "host", "timekeeper", "reporter") if group and r not in group["roles"]]
        if group and free:
            me = self.line.store.you["person"]
            await self.line.act(TakeRole, group=group["id"], role=free[0], person=me)

    async def _write_together(self, activity: Row, kind: Row) -> None:
        """Take the pen when nobody holds it, show the draft as it grows, and put the statement."""
        group = self.line.store.group(activity)
        if group is None:
            return
        me = self.line.store.you["person"]
        if group["pen"] and group["pen"] != me:
            return
        if not group["pen"] and not (await self.line.act(Pen, group=group["id"], do="take")).ok:
            return
        words = texts.body(self.dice, activity["practice"], kind)
        name = next((f["name"] for f in kind["fields"] if f["type"] == "text"), "text")
        await self._grow(activity, kind, name, str(words.get(name, "")).split())
        ours = self.line.store.entries(activity["id"], kind["name"])
        old = next((e["id"] for e in ours if e["group"] == group["id"]), "")
        await self._put(activity, kind, words, entry=old)
        if self.dice.random() < 0.5:
            await self.line.act(Pen, group=group["id"], do="lay_down")

    async def _grow(self, activity: Row, kind: Row, name: str, words: list[str]) -> None:
        box = f"{activity['id']}:{kind['name']}:"
        for end in range(6, len(words) + 6, 6):
            await self.line.act(SaveDraft, box=box, body={name: " ".join(words[:end])}, shared=True)
            await asyncio.sleep(self.pace.seconds(3))

    async def _answer_release(self) -> None:
        """Say yes or no to releasing what one's groups made; four in five say yes."""
        for group in list(self.line.store.tables["groups"].values()):
            if self.line.store.you["person"] in group["members"]:
                for product in ("purpose", "key_points"):
                    yes = self.dice.random() < 0.95
                    await self.line.act(AnswerRelease, group=group["id"], product=product, yes=yes)


def _subjects(part: Row, activity: Row) -> list[str]:
    """The keys of what a sort asks about: fixed, or a line each of a setting."""
    lines = activity["settings"].get(part.get("setting", ""), [])
    return [subject["key"] for subject in part.get("subjects", [])] or [f"s{n}" for n in range(1, len(lines) + 1)]
