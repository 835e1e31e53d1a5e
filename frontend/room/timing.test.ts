import { expect, test } from "vitest";
import { breakEnd, groupsClock, groupsEnd, itemClock, pace, plannedStarts } from "./timing";
import type { GroupingRow, ItemRow, SessionRow } from "./wire.gen";

const MINUTE = 60_000;
/** One o'clock on some day. */
const ONE = 1_700_000_000_000;
const item = (id: string, minutes: number, more: Partial<ItemRow> = {}) =>
  ({ id, minutes, seconds: minutes * 60, skipped: false, ...more }) as ItemRow;
const session = { starts_at: ONE, item: "talk" } as SessionRow;

test("a pause stands still, and added time is counted", () => {
  const talk = item("talk", 20, { started_at: ONE, paused_at: ONE + 5 * MINUTE, added_seconds: 60 });
  expect(itemClock(talk, ONE + 9 * MINUTE)).toEqual({ left: 16 * 60, total: 21 * 60, state: "paused" });
  const resumed = item("talk", 20, { started_at: ONE, paused_ms: 4 * MINUTE });
  expect(itemClock(resumed, ONE + 9 * MINUTE)?.left).toBe(15 * 60);
});

test("an item that has not begun has no clock, and one that is over stays at its end", () => {
  expect(itemClock(item("tea", 10), ONE)).toBeNull();
  expect(itemClock(item("tea", 10, { started_at: ONE }), ONE + 11 * MINUTE)?.state).toBe("ended");
});

test("the plan gives each item its time, and the pace says how late the end will be", () => {
  const leaves = [item("talk", 20, { started_at: ONE + 2 * MINUTE }), item("tea", 10), item("close", 5)];
  expect(plannedStarts(leaves, session)).toEqual({ talk: ONE, tea: ONE + 20 * MINUTE, close: ONE + 30 * MINUTE });
  expect(pace(leaves, session, ONE + 3 * MINUTE)).toEqual({ endsAt: ONE + 37 * MINUTE, late: 2 });
});

test("an item ended early makes the rest early, and a skipped one too", () => {
  const early = [item("talk", 20, { started_at: ONE, ended_at: ONE + 18 * MINUTE }), item("tea", 10)];
  expect(pace(early, session, ONE + 18 * MINUTE)?.late).toBe(-2);
  const skipped = [item("talk", 20, { started_at: ONE }), item("extra", 10, { skipped: true }), item("tea", 10)];
  expect(pace(skipped, session, ONE)?.late).toBe(-10);
});

test("groups that are called back count down to the return", () => {
  const grouping = { status: "closing", closing_at: ONE + 60_000, opened_at: ONE, seconds: 900 } as GroupingRow;
  expect(groupsClock(grouping, ONE + 30_000)).toEqual({ left: 30, total: 60, state: "running" });
});

test("a break that begins two minutes early still ends when the plan says; one that begins much earlier, at its own end", () => {
  const leaves = (started: number) => [item("talk", 20), item("tea", 10, { started_at: started })];
  const end = (started: number) => {
    const all = leaves(started);
    return breakEnd(all[1] as ItemRow, all, session, started + MINUTE);
  };
  expect(end(ONE + 18 * MINUTE)).toBe(ONE + 30 * MINUTE);
  expect(end(ONE + 2 * MINUTE)).toBe(ONE + 12 * MINUTE);
  expect(end(ONE + 25 * MINUTE)).toBe(ONE + 35 * MINUTE);
});

test("groups come back at the end of their round, or when the return is announced", () => {
  const open = { status: "open", opened_at: ONE, seconds: 600, closing_at: null } as GroupingRow;
  expect(groupsEnd(open)).toBe(ONE + 10 * MINUTE);
  expect(groupsEnd({ ...open, status: "closing", closing_at: ONE + MINUTE })).toBe(ONE + MINUTE);
  expect(groupsEnd({ ...open, opened_at: null })).toBeNull();
});
