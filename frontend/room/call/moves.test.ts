import { expect, test } from "vitest";
import type { GroupingRow, GroupRow, PersonRow, SessionRow } from "../wire.gen";
import { allRoomsText, announcement, movesOf, roomsFor, timeToSet, warning } from "./moves";

const group = (number: number, members: string[]) => ({ id: `g${number}`, number, members }) as unknown as GroupRow;
const people = {
  dee: { id: "dee", name: "Dee Morgan", call_name: "Dee M (Kettle Yard)", call_room: 2 },
  ken: { id: "ken", name: "Ken Price", call_room: 1 },
  bea: { id: "bea", name: "Bea Lowe", call_room: null },
} as unknown as Record<string, PersonRow>;
const session = { zone: "Europe/London", call_tool: "Teams", call_mode: "moved" } as unknown as SessionRow;

test("only who is in another room, or in none, is still to be moved", () => {
  const rooms = movesOf([group(2, ["dee", "ken"]), group(1, ["bea"])], people);
  expect(rooms.map((room) => [room.group.number, room.left])).toEqual([
    [1, 1],
    [2, 1],
  ]);
  expect(rooms[1]?.people.map((move) => [move.name, move.done, move.from])).toEqual([
    ["Dee Morgan", true, 2],
    ["Ken Price", false, 1],
  ]);
});

test("rooms are copied with the names to look for in the call, and empty ones are left out", () => {
  const rooms = movesOf([group(1, ["bea"]), group(2, ["dee", "ken"]), group(3, [])], people);
  expect(allRoomsText(rooms)).toBe("Room 1: Bea Lowe\nRoom 2: Dee M (Kettle Yard), Ken Price");
});

test("each way of getting to a room is announced in its own words", () => {
  expect(announcement(session)).toContain("Stay in Teams and leave this page open");
  expect(announcement({ ...session, call_mode: "follow" })).toContain("tap its number");
  expect(announcement({ ...session, call_mode: "links", call_tool: "" })).not.toContain("Teams");
});

test("the time to set is what is left of the round, with the time of day", () => {
  const at = Date.UTC(2026, 0, 15, 14, 0);
  const open = { status: "open", opened_at: at, seconds: 25 * 60 } as GroupingRow;
  expect(timeToSet(open, 99, at + 60_000)).toEqual({ minutes: 24, endsAt: at + 25 * 60_000 });
  const sent = { status: "sent", opened_at: null, seconds: 0 } as GroupingRow;
  expect(timeToSet(sent, 12, at).minutes).toBe(12);
  expect(warning(session, at + 60_000)).toContain("2:01 pm");
});

test("people who find their rooms themselves have a few more to choose from than they need", () => {
  expect(roomsFor({ kind: "breakout", size: 5 }, 38)).toBe(10);
  expect(roomsFor({ kind: "coffee" }, 38)).toBe(18);
  expect(roomsFor({}, 0)).toBe(2);
});
