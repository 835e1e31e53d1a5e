import { expect, test, vi } from "vitest";
import type { Answer } from "./connection";
import { LineFor } from "./line_for";
import type { Operation } from "./operations";
import { EMPTY, type RoomState } from "./store";
import type { Line } from "./use_room";

const PUT: Operation = { kind: "put_entry", activity: "a", entry_kind: "note", body: { text: "No evening bus" } };

function beasLine(state: Partial<RoomState> = {}) {
  const act = vi.fn(async (_: Operation): Promise<Answer> => ({ ok: true, result: { entry: "e1" } }));
  const you = { ...EMPTY.you, person: "bea", name: "Bea", facilitator: true, roles: ["lead"] };
  const line: Line = {
    state: { ...EMPTY, ready: true, you, ...state },
    link: "open",
    slow: false,
    waiting: 0,
    offset: 0,
    lateRefusal: "",
    act,
    handingIn: () => null,
    draft: (box) => (state.drafts?.[box] ? { body: state.drafts[box], saved: true } : null),
    keepDraft: vi.fn(),
    forgetLateRefusal: () => undefined,
    watch: () => () => undefined,
    listen: () => () => undefined,
  };
  return { line, act };
}

test("what Bea puts while she writes for Ken goes to the server in Ken’s name", async () => {
  const { line, act } = beasLine();
  await new LineFor(line, "ken", "Ken").act(PUT);
  expect(act).toHaveBeenCalledWith({ ...PUT, on_behalf_of: "ken" }, "");
});

test("Ken’s unsent text is kept apart from Bea’s own", async () => {
  const { line, act } = beasLine({ drafts: { "a:note:": { text: "hers" }, "for:ken:a:note:": { text: "his" } } });
  const his = new LineFor(line, "ken", "Ken");
  expect(his.state.drafts).toEqual({ "a:note:": { text: "his" } });
  expect(his.draft("a:note:")?.body).toEqual({ text: "his" });
  await his.act({ kind: "save_draft", box: "a:note:", body: { text: "more" } });
  expect(act).toHaveBeenCalledWith({ kind: "save_draft", box: "for:ken:a:note:", body: { text: "more" } }, "");
  await his.act(PUT, "a:note:");
  expect(act).toHaveBeenLastCalledWith({ ...PUT, on_behalf_of: "ken" }, "for:ken:a:note:");
});

test("the board is Ken’s: it knows what was written for him, so that it can be changed, and hides Bea’s own", async () => {
  const hers = { id: "h", activity: "a", kind: "note", body: {}, state: "private" } as never;
  const { line } = beasLine({ entries: { h: hers }, mine: new Set(["h"]) });
  const his = new LineFor(line, "ken", "Ken");
  const told = vi.fn();
  his.watch(told);
  await his.act(PUT);
  expect(told).toHaveBeenCalledOnce();
  expect(Object.keys(his.state.entries)).toEqual(["e1"]);
  expect(his.state.mine.has("e1")).toBe(true);
  expect(his.state.you).toMatchObject({ person: "ken", facilitator: false });
});

test("a refused entry is not shown as written", async () => {
  const { line, act } = beasLine();
  act.mockResolvedValue({ ok: false, refused: { code: "enough", message: "One is enough.", field: "" } });
  const his = new LineFor(line, "ken", "Ken");
  await his.act(PUT);
  expect(his.state.entries).toEqual({});
});

test("the state is the same object until something changes", () => {
  const { line } = beasLine();
  const his = new LineFor(line, "ken", "Ken");
  expect(his.state).toBe(his.state);
});
