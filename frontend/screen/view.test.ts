import { expect, test } from "vitest";
import { entry, grouping, item, kind, roomAt, session, stage } from "./rows_in_tests";
import { viewOf } from "./view";

const WALL = { type: "wall", kind: "note" } as const;
const gathering = stage({ key: "write", state: "gathering", parts: [WALL], plenary: false });
const revealed = stage({ parts: [WALL] });

test("before the start it is the lobby, and after the close it says thank you", () => {
  const { state, current } = roomAt(revealed, [kind()], []);
  expect(viewOf(state, { ...current, session: session({ phase: "lobby" }) }).kind).toBe("lobby");
  expect(viewOf(state, { ...current, session: session({ phase: "closed" }) }).kind).toBe("closed");
});

test("while people write alone there is no board", () => {
  const { state, current } = roomAt(gathering, [kind()], []);
  expect(viewOf(state, current)).toMatchObject({ kind: "alone", putAway: false });
});

test("after the reveal the board is shown", () => {
  const { state, current } = roomAt(revealed, [kind()], [entry("1", "The bus stops at six")]);
  expect(viewOf(state, current)).toMatchObject({ kind: "board", blocks: [{ type: "notes" }] });
});

test("while people restate, the screen says that the statement is put away", () => {
  const restate = stage({ key: "restate", state: "deciding", withhold: ["statement"] });
  const { state, current } = roomAt(restate, [kind()], []);
  expect(viewOf(state, current)).toMatchObject({ kind: "alone", putAway: true });
});

test.each(["sent", "open", "closing"])("groups that are %s are at work, whatever is on their boards", (status) => {
  const here = { ...revealed, plenary: false };
  const { state, current } = roomAt(here, [kind()], [entry("1", "shown to all before")]);
  expect(viewOf(state, { ...current, grouping: grouping(status) })).toMatchObject({ kind: "groups", blocks: [] });
});

test("groups whose work has come to plenary are heard", () => {
  const { state, current } = roomAt(revealed, [kind()], [entry("1", "one point")]);
  expect(viewOf(state, { ...current, grouping: grouping("open") }).kind).toBe("board");
});

test("a break is a break, even while groups have not been closed", () => {
  const { state, current } = roomAt(revealed, [kind()], []);
  const tea = item({ kind: "break", title: "Tea" });
  expect(viewOf(state, { ...current, item: tea, grouping: grouping("open") })).toMatchObject({
    kind: "break",
    item: tea,
  });
});

test("the agenda is shown where there is no activity, or when a facilitator chose it", () => {
  const { state, current } = roomAt(revealed, [kind()], [entry("1", "a")]);
  expect(viewOf(state, { ...current, session: session({ screen_activity: "" }) }).kind).toBe("agenda");
});
