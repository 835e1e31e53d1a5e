"""A simulated facilitator: runs the whole plan, as fast as the session's clock says."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from folkmoot.practice_kit.wire.ops import (
    Admit,
    Choose,
    CloseGroups,
    CloseSession,
    Go,
    Message,
    OpenRooms,
    PlaceLate,
    ProposeGroups,
    PutTheme,
    PutUnder,
    SendGroups,
    SetStage,
)
from folkmoot.rehearsal.line import Answer, Line
from folkmoot.rehearsal.store import Row, Store

LOG = logging.getLogger(__name__)
T = TypeVar("T")

SOON = 0.2
LEAST_STAGE_SECONDS = 0.8
RETURN_SECONDS = 60
THEMES = ("What is in our hands", "What we keep meeting", "Who is missing")
AT_WORK = ("sent", "open", "closing")


@dataclass
class Facilitator:
    """One who goes through the items, takes each practice through its stages, and sends people to groups and back."""

    line: Line
    dice: Random
    speed: float = 1.0
    told: list[str] = field(default_factory=list)
    _groups_sent: set[str] = field(default_factory=set)

    async def run(self) -> None:
        """The whole plan, then the close. Raises ConnectionRefusedError when the server shows the door before that."""
        for item in self.line.store.leaves():
            if (await self._do(Go, item=item["id"])).ok:
                await self._run_item(item)
        await self._send_back()
        await self._do(CloseSession, close=True)

    async def welcome(self) -> None:
        """Let guests in and place those who came late, as long as the session lasts."""
        while self.line.store.session.get("phase") != "closed":
            await asyncio.sleep(max(SOON, 5 / self.speed))
            for person in list(self.line.store.tables["people"].values()):
                if person.get("admitted") is False:
                    await self._do(Admit, person=person["id"], admitted=True)
            await self._place_late()

    async def _do(self, kind: type[Any], **fields: Any) -> Answer:
        answer = await self._act(kind, **fields)
        if not answer.ok:
            self.told.append(f"{kind.__name__}: {answer.message}")
        return answer

    async def _act(self, kind: type[Any], **fields: Any) -> Answer:
        op_id = self.line.next_op_id()  # the same each time: it is applied once
        return await self._in_time(kind.__name__, lambda: self.line.act(kind, op_id=op_id, **fields))

    async def _in_time(self, what: str, ask: Callable[[], Awaitable[T]]) -> T:
        """What comes of asking, as often as it takes: who leads a room does not go home when a server is slow."""
        waited = False
        while not self.line.shut:
            try:
                return await ask()
            except TimeoutError:
                if not waited:
                    LOG.warning("The simulated facilitator waits for an answer: %s.", what)
                waited = True
        raise ConnectionRefusedError(f"the server closed the door with {self.line.shut}")

    # --- one item ---------------------------------------------------------------------------------------------------

    async def _run_item(self, item: Row) -> None:
        ends = asyncio.get_running_loop().time() + item["seconds"]
        activity = await self._activity_of(item)
        if self._wants_groups(item):
            await self._send_to_groups(item)
        if activity is not None:
            await self._through_stages(item, activity["id"], ends)
        elif item["practice"] == "" and item["kind"] == "welcome":
            await self._do(Message, to="session", text="Welcome. Nothing to do yet but listen.")
        await self._wait_until(ends)
        await self._send_back()

    async def _activity_of(self, item: Row) -> Row | None:
        if item["practice"] not in self.line.store.tables["practices"]:
            return None

        def of_item(store: Store) -> Row | None:
            return next((a for a in store.tables["activities"].values() if a["item"] == item["id"]), None)

        found: Row = await self._in_time("the activity", lambda: self.line.until(of_item))
        return found

    async def _wait_until(self, moment: float) -> None:
        await asyncio.sleep(max(0.0, moment - asyncio.get_running_loop().time()))

    async def _through_stages(self, item: Row, activity_id: str, ends: float) -> None:
        activity = self.line.store.tables["activities"][activity_id]
        practice = self.line.store.tables["practices"][activity["practice"]]
        stages = [stage for stage in practice["stages"] if _offered(stage, activity)]
        weights = [stage["minutes"] or 1 for stage in stages]
        for place, stage in enumerate(stages):
            if place > 0:
                await self._enter(activity_id, stage)
            left = ends - asyncio.get_running_loop().time()
            share = left * weights[place] / sum(weights[place:])
            await asyncio.sleep(max(LEAST_STAGE_SECONDS, share))
            await self._tend(activity_id, stage)

    async def _enter(self, activity_id: str, stage: Row) -> None:
        if stage["plenary"]:
            await self._send_back()
        if any(part["type"] == "vote" and part.get("on") for part in stage["parts"]):
            await self._choose(activity_id, stage)
        for _ in range(20):
            answer = await self._act(SetStage, activity=activity_id, stage=stage["key"])
            if answer.code != "too_soon":
                break
            await asyncio.sleep(max(SOON, 10 / self.speed))
        if not answer.ok:
            self.told.append(f"SetStage {stage['key']}: {answer.message}")

    async def _tend(self, activity_id: str, stage: Row) -> None:
        """Name themes where the stage groups notes, and put a few notes under them."""
        if not any(part.get("themes") for part in stage["parts"]):
            return
        kinds = {part["kind"] for part in stage["parts"] if part.get("themes")}
        notes = [e for e in self.line.store.entries(activity_id) if e["kind"] in kinds and not e["theme"]]
        for title in THEMES[: 1 + len(notes) // 4]:
            theme = await self._do(PutTheme, activity=activity_id, title=title, reviewed=True)
            for note in self.dice.sample(notes, min(3, len(notes))) if theme.ok else []:
                await self._do(PutUnder, entry=note["id"], under=theme.result["entry"])

    async def _choose(self, activity_id: str, stage: Row) -> None:
        """One group's statement for plenary, where the stage asks about a chosen one and none is."""
        if self.line.store.tables["activities"][activity_id].get("chosen"):
            return
        kind = next(part["on"] for part in stage["parts"] if part["type"] == "vote" and part.get("on"))
        shown = [entry for entry in self.line.store.entries(activity_id, kind) if entry["state"] == "shown"]
        if shown:
            await self._do(Choose, activity=activity_id, entry=self.dice.choice(shown)["id"])

    # --- groups -----------------------------------------------------------------------------------------------------

    def _wants_groups(self, item: Row) -> bool:
        return bool(item.get("plan")) and item["plan"]["kind"] != "by_hand"

    async def _send_to_groups(self, item: Row) -> None:
        plan = item["plan"]
        proposed = await self._do(ProposeGroups, item=item["id"], plan=plan)
        if proposed.code == "none_before":
            proposed = await self._do(ProposeGroups, item=item["id"], plan={**plan, "kind": "breakout", "size": 4.5})
        if not proposed.ok:
            return
        grouping = proposed.result["grouping"]
        await asyncio.sleep(max(SOON, 20 / self.speed))
        if (await self._do(SendGroups, grouping=grouping)).ok:
            await asyncio.sleep(max(SOON, 20 / self.speed))
            await self._do(OpenRooms, grouping=grouping, minutes=max(1.0, item["minutes"] / 2))

    async def _send_back(self) -> None:
        for grouping in list(self.line.store.tables["groupings"].values()):
            if grouping["status"] in ("sent", "open"):
                await self._do(CloseGroups, grouping=grouping["id"], seconds=RETURN_SECONDS)
                await asyncio.sleep(max(1.2, RETURN_SECONDS / self.speed + 1.2))

    async def _place_late(self) -> None:
        working = [g for g in self.line.store.tables["groupings"].values() if g["status"] in ("sent", "open")]
        for grouping in working:
            groups = [g for g in self.line.store.tables["groups"].values() if g["grouping"] == grouping["id"]]
            placed = {person for group in groups for person in group["members"]}
            for person in self._waiting(placed):
                smallest = min(groups, key=lambda group: (len(group["members"]), group["number"]))
                await self._do(PlaceLate, grouping=grouping["id"], people=[person], group=smallest["id"])

    def _waiting(self, placed: set[str]) -> list[str]:
        people = self.line.store.tables["people"].values()
        here = [p for p in people if not p["roles"] and p.get("admitted") and p.get("here")]
        return [person["id"] for person in here if person["id"] not in placed]


def _offered(stage: Row, activity: Row) -> bool:
    return not stage.get("if_set") or bool(activity["settings"].get(stage["if_set"]))
