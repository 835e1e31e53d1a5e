import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection } from "./connection";
import type { You } from "./wire.gen";

const YOU: You = {
  person: "bea",
  name: "Bea",
  roles: [],
  facilitator: false,
  admitted: true,
  mine: [],
  drafts: {},
  finished: [],
};
const SNAPSHOT = { t: "snapshot", at: 0, cursors: { session: 3 }, you: YOU, tables: {} };
const RESUMED = { t: "told", at: 0, resumed: true, you: YOU };
const chat = (n: number) => ({
  t: "batch",
  a: "session",
  at: 0,
  events: [{ n, kind: "said", put: { entries: [{ id: `e${n}` }] } }],
});

/** A socket whose far end is the test. */
class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1) as FakeSocket;
  }
  readyState = 0;
  sent: { t: string; op_id?: string; text?: string; cursors?: object }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(readonly address: string) {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  opens(...frames: object[]): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen?.();
    for (const frame of frames) this.says(frame);
  }
  says(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  breaks(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
  get ops() {
    return this.sent.filter((frame) => frame.t === "op");
  }
}

/** The server's side of polling: each request waits until the test answers it. */
const requests: { path: string; body: string; answer: (told: object | null) => Promise<void> }[] = [];
const polls = () => requests.filter((one) => one.path.includes("/poll/"));
const says = () => requests.filter((one) => one.path.includes("/say/"));
const textsOf = (place: number) => (says()[place]?.body ?? "").split("\n").map((text) => JSON.parse(text).text);
const news = (...frames: object[]) => ({ line: "L", answers: 1, closed: 0, frames });

let line: Connection;

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
  FakeSocket.all = [];
  requests.length = 0;
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", (path: string, { body = "", signal }: { body?: string; signal?: AbortSignal }) => {
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
      const answer = async (told: object | null) => {
        if (told) resolve({ json: async () => told });
        else reject(new TypeError("Failed to fetch"));
        await vi.advanceTimersByTimeAsync(0);
      };
      requests.push({ path, body, answer });
    });
  });
  line = new Connection("s1");
  line.start();
});
afterEach(() => {
  line.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
const say = (text: string) => line.act({ kind: "say", to: "session", text });

async function polling() {
  FakeSocket.last.breaks();
  await pass(1000);
  await polls()[0]?.answer(news(SNAPSHOT));
}

/** Time passes, and the server answers every so often that there is nothing new. */
async function idly(seconds: number) {
  for (let left = seconds; left > 0; left -= 1) {
    await pass(1000);
    await polls().at(-1)?.answer(news());
    for (const one of says()) await one.answer(news());
  }
}

test("a socket that the network refuses is replaced by polling, at once", async () => {
  await polling();
  expect([line.by, line.link]).toEqual(["polling", "open"]);
  expect(JSON.parse(polls()[0]?.body ?? "")).toMatchObject({ t: "hello", cursors: {} });
  await polls()[1]?.answer({ ...news(chat(4)), answers: 2 });
  expect(Object.keys(line.state.entries)).toEqual(["e4"]);
  expect(JSON.parse(polls()[2]?.body ?? "").cursors).toEqual({ session: 4 });
  expect(polls()[2]?.path).toContain("line=L&answers=2");
});

test("so is one that opens and never says anything, and one that does not even open", async () => {
  FakeSocket.last.opens();
  await pass(6000);
  expect([line.by, polls().length]).toEqual(["polling", 1]);
});

test("a long snapshot on a slow line is waited for: the server’s time has come first", async () => {
  FakeSocket.last.opens({ t: "told", at: 5, sent: 1 });
  await pass(20_000);
  expect([line.by, FakeSocket.all.length]).toEqual(["socket", 1]);
  FakeSocket.last.says(SNAPSHOT);
  expect(line.link).toBe("open");
});

test("a server that is starting again is not taken for a blocked socket", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  FakeSocket.last.breaks();
  expect(line.link).toBe("offline");
  await pass(700);
  FakeSocket.last.breaks();
  await pass(1200);
  expect(polls()).toEqual([]);
  FakeSocket.last.opens(RESUMED);
  expect([line.by, line.link]).toEqual(["socket", "open"]);
});

test("where sockets used to work and the network changes, polling takes over after three failures", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  for (let n = 0; n < 4; n += 1) {
    FakeSocket.last.breaks();
    await pass(5000); // the longest wait there is: how long each is, chance decides
  }
  expect(line.by).toBe("polling");
  expect(polls()).toHaveLength(1);
});

test("while nothing is reachable both ways are tried in turn, and what is written waits", async () => {
  FakeSocket.last.breaks();
  void say("In the tunnel");
  await pass(1000);
  await polls()[0]?.answer(null);
  await pass(3000);
  expect(FakeSocket.all).toHaveLength(2);
  FakeSocket.last.breaks();
  await pass(3000);
  await polls()[1]?.answer(news(SNAPSHOT));
  expect(says()[0]?.body).toContain("In the tunnel");
});

test("what is said while polling goes one request at a time, in order", async () => {
  await polling();
  await says()[0]?.answer(news());
  void say("one");
  void say("two");
  void say("three");
  expect(says()).toHaveLength(2);
  const { op_id } = JSON.parse(says()[1]?.body ?? "");
  await says()[1]?.answer(news({ t: "ack", op_id, seq: 1 }));
  expect(textsOf(2)).toEqual(["two", "three"]);
});

test("what outlasts its request, while nothing can be stored, is asked for again before what follows", async () => {
  await polling();
  await says()[0]?.answer(news());
  void say("one");
  void say("two");
  await says()[1]?.answer(news());
  await pass(1000);
  expect(textsOf(2)).toEqual(["one", "two"]);
  expect(line.link).toBe("open");
});

test("an operation whose answer is lost is said again under the same op_id, and applied when it is acknowledged", async () => {
  await polling();
  await says()[0]?.answer(news());
  const answer = say("Once");
  await says()[1]?.answer(null);
  expect(line.link).toBe("offline");
  await pass(1000);
  await polls().at(-1)?.answer(news(RESUMED));
  const [first, again] = [says()[1], says()[2]].map((one) => JSON.parse(one?.body.split("\n")[0] ?? ""));
  expect(again.op_id).toBe(first.op_id);
  await says()[2]?.answer(news({ t: "ack", op_id: first.op_id, seq: 1, result: { entry: "e" } }));
  expect(await answer).toEqual({ ok: true, result: { entry: "e" } });
});

test("it goes back to a socket by itself once one is let through, and misses nothing on the way", async () => {
  await polling();
  await pass(11_000);
  const trial = FakeSocket.last;
  expect(FakeSocket.all).toHaveLength(2);
  trial.opens({ t: "told", at: 5, sent: 1 });
  expect(line.by).toBe("polling");
  await polls()[1]?.answer(news(chat(4)));
  void say("On the way");
  trial.says(RESUMED);
  trial.says(chat(4));
  trial.says(chat(5));
  expect([line.by, line.link]).toEqual(["socket", "open"]);
  expect(Object.keys(line.state.entries)).toEqual(["e4", "e5"]);
  expect(trial.ops.map((op) => op.text)).toEqual(["On the way"]);
  expect(requests.at(-1)?.path).toBe("/live/s1/leave/?line=L");
  trial.says({ t: "ack", op_id: trial.ops[0]?.op_id, seq: 6 });
  const asked = polls().length;
  await pass(30_000);
  expect(polls()).toHaveLength(asked);
});

test("a trial that is blocked disturbs nothing and is made again later, less and less often", async () => {
  await polling();
  await idly(11);
  FakeSocket.last.breaks();
  await idly(18);
  expect(FakeSocket.all).toHaveLength(2);
  await idly(3);
  expect(FakeSocket.all).toHaveLength(3);
  FakeSocket.last.opens();
  await idly(11);
  expect([line.by, line.link]).toEqual(["polling", "open"]);
});

test("on another network a socket is tried at once", async () => {
  await polling();
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(2);
});

test("a line that is half open is given up soon after something was asked on it", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  void say("Is anybody there?");
  await pass(13_000);
  expect(FakeSocket.all).toHaveLength(2);
  FakeSocket.last.opens(RESUMED);
  expect(FakeSocket.last.ops.map((op) => op.text)).toEqual(["Is anybody there?"]);
});

const pings = () => FakeSocket.all.flatMap((socket) => socket.sent).filter((frame) => frame.t === "ping").length;

test("with nothing to send a half-open line is called slow, then given up, by the same few pings", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  const first = FakeSocket.last;
  await pass(22_500);
  expect([pings(), line.slow, FakeSocket.all.length]).toEqual([2, false, 1]);
  await pass(4_000);
  expect([line.slow, line.link]).toEqual([true, "open"]);
  await pass(7_500);
  expect(pings()).toBe(2);
  expect(line.slow).toBe(false);
  expect(FakeSocket.all).toHaveLength(2);
  FakeSocket.last.opens(RESUMED);
  expect([line.link, first.readyState]).toEqual(["open", 3]);
});

test("an answer, or any other word, says that the line lives", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  for (let minute = 0; minute < 3; minute += 1) {
    for (let left = 60; left > 0; left -= 4) {
      await pass(4_000);
      if (FakeSocket.last.sent.at(-1)?.t === "ping") FakeSocket.last.says(chat(4 + minute));
    }
  }
  expect([line.slow, FakeSocket.all.length]).toEqual([false, 1]);
  expect(pings()).toBeLessThanOrEqual(1 + 9);
});

test("what is asked after a long quiet is waited for as long as anything else", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  await pass(19_000);
  void say("After the silence");
  await pass(6_000);
  expect([line.slow, FakeSocket.all.length]).toEqual([true, 1]);
  FakeSocket.last.says({ t: "ack", op_id: FakeSocket.last.ops[0]?.op_id, seq: 1 });
  expect([line.slow, line.link]).toEqual([false, "open"]);
});

test("who wakes from a sleep hears first what came meanwhile", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  await pass(22_500);
  vi.setSystemTime(Date.now() + 15_000);
  await pass(2_000);
  expect(FakeSocket.all).toHaveLength(1);
  FakeSocket.last.says({ t: "told", at: 5, sent: 1 });
  await pass(2_000);
  expect([line.slow, FakeSocket.all.length]).toEqual([false, 1]);
});

test("while the server cannot store, the room says so, and goes on by itself", () => {
  FakeSocket.last.opens(SNAPSHOT, { t: "told", at: 0, paused: true, notice: "Not now." });
  expect(line.link).toBe("paused");
  FakeSocket.last.says({ t: "told", at: 0, paused: false, notice: "Well again." });
  expect(line.link).toBe("open");
});

test("a new snapshot because one’s groups changed sends nothing twice", () => {
  FakeSocket.last.opens(SNAPSHOT);
  void say("Once");
  FakeSocket.last.says(SNAPSHOT);
  expect(FakeSocket.last.ops).toHaveLength(1);
});

test.each([4401, 4403, 4410])("after %i nobody tries again, by socket or by polling", async (code) => {
  FakeSocket.last.opens();
  FakeSocket.last.breaks(code);
  await pass(60_000);
  expect([line.link, FakeSocket.all.length, requests.length]).toEqual(["shut", 1, 0]);
});

test("a draft that was handed in is no draft any more, here and in what the server is known to have", async () => {
  FakeSocket.last.opens({ ...SNAPSHOT, you: { ...YOU, drafts: { "a:note:": { text: "Ha" } } } });
  line.keepDraft("a:note:", { text: "Half" });
  expect(line.draft("a:note:")).toEqual({ body: { text: "Half" }, saved: false });
  const answer = line.act({ kind: "put_entry", activity: "a", entry_kind: "note", body: { text: "Half" } }, "a:note:");
  expect(line.handingIn("a:note:")).not.toBeNull();
  FakeSocket.last.says({ t: "ack", op_id: FakeSocket.last.ops[0]?.op_id, seq: 1, result: {} });
  expect((await answer).ok).toBe(true);
  expect(line.draft("a:note:")).toBeNull();
  expect(FakeSocket.last.ops).toHaveLength(1);
});

test("after a reload a note on its way is sent first, and a refusal is told", async () => {
  FakeSocket.last.opens(SNAPSHOT);
  line.keepDraft("a:note:", { text: "Half" });
  void line.act({ kind: "put_entry", activity: "a", entry_kind: "note", body: { text: "Half" } }, "a:note:");
  line.stop();
  line = new Connection("s1");
  line.start();
  FakeSocket.last.opens(SNAPSHOT);
  const [again] = FakeSocket.last.ops;
  expect(FakeSocket.last.ops).toHaveLength(1);
  FakeSocket.last.says({ t: "refused", op_id: again?.op_id, code: "not_now", message: "The room has moved on." });
  await pass(0);
  expect(line.lateRefusal).toBe("The room has moved on.");
  expect(line.draft("a:note:")?.body).toEqual({ text: "Half" });
});
