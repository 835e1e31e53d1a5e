import { expect, test } from "vitest";
import { afterEvent, EMPTY, fromSnapshot } from "./store";
import { type Snapshot, USUAL } from "./wire.gen";

const NOTE = { id: "n1", activity: "a1", kind: "note", body: { text: "The rota." }, order: 7 };

function snapshot(entry: object): Snapshot {
  return { t: "snapshot", at: 0, cursors: {}, you: EMPTY.you, tables: { entries: [entry] } } as unknown as Snapshot;
}

test("an entry says only what is not usual", () => {
  const state = fromSnapshot(EMPTY, snapshot({ ...NOTE, theme: "t1" }));
  expect(state.entries.n1).toEqual({ ...USUAL, ...NOTE, theme: "t1" });
});

test("an entry's row replaces the older one: what it leaves out is as usual again", () => {
  const state = fromSnapshot(EMPTY, snapshot({ ...NOTE, theme: "t1", state: "private" }));
  const after = afterEvent(state, { n: 1, kind: "entry_changed", put: { entries: [{ ...NOTE, version: 2 }] } });
  expect(after.entries.n1).toEqual({ ...USUAL, ...NOTE, version: 2 });
});
