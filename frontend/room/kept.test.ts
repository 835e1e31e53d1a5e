import { beforeEach, expect, test, vi } from "vitest";
import { Drafts } from "./drafts";
import { forgetEverything, Kept } from "./kept";

beforeEach(() => {
  localStorage.clear();
  vi.useRealTimers();
});

const words = () => JSON.stringify({ ...localStorage });

test("what Bea types is there again after a reload, until the server has it", () => {
  const typed = new Drafts(new Kept("s1", "bea"));
  typed.write("a:note:", { text: "Half a thought" }, false);
  const reloaded = new Drafts(new Kept("s1", "bea"));
  expect(reloaded.read("a:note:", { text: "Older, on the server" })).toEqual({
    body: { text: "Half a thought" },
    saved: false,
  });
  expect(reloaded.unsaved()).toEqual([["a:note:", { body: { text: "Half a thought" } }]]);
  reloaded.saved("a:note:", { text: "Half" });
  expect(reloaded.unsaved()).toHaveLength(1);
  reloaded.saved("a:note:", { text: "Half a thought" });
  expect(reloaded.unsaved()).toEqual([]);
  expect(words()).not.toContain("thought");
});

test("what was handed in is a draft until it is applied, and again when it is refused", () => {
  const drafts = new Drafts(new Kept("s1", "bea"));
  drafts.write("a:note:", { text: "Handed in" }, true);
  drafts.handIn("a:note:", "op-1");
  expect(drafts.unsaved()).toEqual([]);
  expect(drafts.refused("a:note:", "op-2")).toBeNull();
  expect(drafts.refused("a:note:", "op-1")).toMatchObject({ body: { text: "Handed in" }, shared: true });
  expect(drafts.unsaved()).toHaveLength(1);
  drafts.handIn("a:note:", "op-3");
  drafts.applied("a:note:", "op-3");
  expect(drafts.read("a:note:", undefined)).toBeNull();
});

test("what is typed after handing in stays when the other is applied", () => {
  const drafts = new Drafts(new Kept("s1", "bea"));
  drafts.write("chat", { text: "First" }, false);
  drafts.handIn("chat", "op-1");
  drafts.write("chat", { text: "Second" }, false);
  drafts.applied("chat", "op-1");
  expect(drafts.read("chat", undefined)?.body).toEqual({ text: "Second" });
});

test("on a shared device nothing of Bea’s is left once Ken comes in, or she leaves it", () => {
  new Drafts(new Kept("s1", "bea")).write("a:note:", { text: "Bea’s own" }, false);
  localStorage.setItem("folkmoot:view:actors", "list");
  new Kept("s1", "ken");
  expect(words()).not.toContain("Bea’s own");
  new Drafts(new Kept("s1", "ken")).write("a:note:", { text: "Ken’s own" }, false);
  forgetEverything();
  expect(words()).not.toContain("Ken’s own");
  expect(localStorage.getItem("folkmoot:view:actors")).toBe("list");
});

test("what nobody came back for is gone after three days; another session’s is not", () => {
  vi.useFakeTimers({ now: new Date("2026-11-05T14:00:00Z") });
  new Kept("s1", "bea").set("draft:x", 1);
  vi.setSystemTime(new Date("2026-11-07T14:00:00Z"));
  const kept = new Kept("s2", "bea");
  kept.set("draft:y", 2);
  expect(new Kept("s1", "bea").get("draft:x")).toBe(1);
  vi.setSystemTime(new Date("2026-11-08T15:00:00Z"));
  new Kept("s2", "bea");
  expect(new Kept("s1", "bea").get("draft:x")).toBeNull();
  expect(kept.get("draft:y")).toBe(2);
});

test("where storage is forbidden or full, the room goes on without it", () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const drafts = new Drafts(new Kept("s1", "bea"));
  drafts.write("a:note:", { text: "Nowhere to keep" }, false);
  full.mockRestore();
  expect(drafts.read("a:note:", undefined)).toBeNull();
  localStorage.setItem("folkmoot:kept:bea:s1:draft:broken", "{not json");
  expect(drafts.read("broken", undefined)).toBeNull();
});
