import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Kept } from "./kept";
import type { Operation } from "./operations";
import { Outbox } from "./outbox";

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers({ now: new Date("2026-11-05T14:12:00Z") });
});
afterEach(() => vi.useRealTimers());

const say = (text: string): Operation => ({ kind: "say", to: "session", text });
const draft = (text: string, box = "a:note:"): Operation => ({ kind: "save_draft", box, body: { text } });
const GO: Operation = { kind: "go", item: "i1" };

/** What the server would read, in its order. */
function wire() {
  const sent: { op_id: string; kind: string; text?: string; body?: { text: string } }[] = [];
  return { sent, send: (text: string) => void sent.push(JSON.parse(text)), texts: () => sent.map((one) => one.text) };
}

test("what is asked for while the line is down goes in its order, and again under the same op_id after a drop", () => {
  const outbox = new Outbox();
  for (const text of ["one", "two", "three"]) outbox.put(say(text));
  const first = wire();
  outbox.connect(first.send);
  expect(first.texts()).toEqual(["one", "two", "three"]);
  outbox.settle(first.sent[0]?.op_id ?? "", { ok: true, result: {} });
  outbox.disconnect();
  outbox.put(say("four"));
  const second = wire();
  outbox.connect(second.send);
  expect(second.texts()).toEqual(["two", "three", "four"]);
  expect(second.sent.slice(0, 2).map((one) => one.op_id)).toEqual(first.sent.slice(1).map((one) => one.op_id));
});

test("after a reload what was not answered is sent again, before anything new, and only until it is answered", async () => {
  const before = new Outbox();
  before.keepIn(new Kept("s1", "bea"));
  const ids = ["one", "two", "three"].map((text) => before.put(say(text)).opId);
  before.settle(ids[1] ?? "", { ok: true, result: {} });
  const after = new Outbox();
  const left = after.keepIn(new Kept("s1", "bea"));
  after.put(say("new"));
  const { send, sent, texts } = wire();
  after.connect(send);
  expect(texts()).toEqual(["one", "three", "new"]);
  expect(sent.slice(0, 2).map((one) => one.op_id)).toEqual([ids[0], ids[2]]);
  after.settle(ids[0] ?? "", { ok: true, result: { entry: "e" } });
  expect(await left[0]?.answer).toEqual({ ok: true, result: { entry: "e" } });
  after.settle(ids[2] ?? "", { ok: false, refused: { code: "not_now", message: "Too late.", field: "" } });
  for (const one of sent.slice(2)) after.settle(one.op_id, { ok: true, result: {} });
  expect(new Outbox().keepIn(new Kept("s1", "bea"))).toEqual([]);
  expect(JSON.stringify({ ...localStorage })).toBe("{}");
});

test("a facilitator’s Go is not pressed again by a reload", () => {
  const before = new Outbox();
  before.keepIn(new Kept("s1", "nia"));
  before.put(GO);
  expect(new Outbox().keepIn(new Kept("s1", "nia"))).toEqual([]);
});

test("another person at the same browser sends nothing of Bea’s", () => {
  const before = new Outbox();
  before.keepIn(new Kept("s1", "bea"));
  before.put(say("Bea’s"));
  expect(new Outbox().keepIn(new Kept("s1", "ken"))).toEqual([]);
});

test("of the drafts of one box only the latest is sent, in its place among the rest", async () => {
  const outbox = new Outbox();
  const first = outbox.put(draft("H"));
  outbox.put(draft("Ha"));
  outbox.put(draft("Other", "b:note:"));
  outbox.put(say("between"));
  outbox.put(draft("Half"));
  const { send, sent } = wire();
  outbox.connect(send);
  expect(sent.map((one) => one.text ?? one.body?.text)).toEqual(["Other", "between", "Half"]);
  expect(await first.answer).toMatchObject({ ok: false, refused: { code: "superseded" } });
});

test("a draft that was on its way is not sent again when a later one waits", () => {
  const outbox = new Outbox();
  outbox.connect(() => undefined);
  outbox.put(draft("Ha"));
  outbox.disconnect();
  outbox.put(draft("Half"));
  const { send, sent } = wire();
  outbox.connect(send);
  expect(sent.map((one) => one.body?.text)).toEqual(["Half"]);
});

test("who comes back with very much sends no faster than the server allows, in order", () => {
  const outbox = new Outbox();
  for (let n = 0; n < 100; n += 1) outbox.put(say(String(n)));
  const { send, sent, texts } = wire();
  outbox.connect(send);
  expect(sent.length).toBeLessThanOrEqual(60);
  vi.advanceTimersByTime(1000);
  expect(sent.length).toBeLessThanOrEqual(60);
  vi.advanceTimersByTime(10_000);
  expect(texts()).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
});

test("what is too long is refused here and not kept", async () => {
  const outbox = new Outbox();
  outbox.keepIn(new Kept("s1", "bea"));
  const { answer } = outbox.put(say("long ".repeat(20_000)));
  expect(await answer).toMatchObject({ ok: false, refused: { code: "too_big" } });
  expect(outbox.size).toBe(0);
  expect(localStorage.length).toBe(0);
});
