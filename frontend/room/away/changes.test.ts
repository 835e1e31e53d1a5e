import { expect, test } from "vitest";
import { changesSince, type Place, titleOf } from "./changes";

const lobby: Place = { at: 0, item: "Talk", stage: "", room: null, status: "", shown: 3 };

test("nothing is said where nothing that matters has changed", () => {
  expect(changesSince(lobby, { ...lobby, at: 480_000 })).toEqual([]);
});

test("a send and a reveal while the page was away are said in one go", () => {
  const now: Place = {
    at: 480_000,
    item: "Purpose",
    stage: "What each of us wrote",
    room: 4,
    status: "open",
    shown: 9,
  };
  expect(changesSince(lobby, now)).toEqual([
    "We have moved on to “Purpose”.",
    "Now: What each of us wrote.",
    "You are in room 4.",
    "6 notes have been shown.",
  ]);
});

test("the return and being called back are said", () => {
  const inRoom: Place = { ...lobby, room: 4, status: "open" };
  expect(changesSince(inRoom, { ...inRoom, status: "closing" })).toEqual(["Groups return in a moment."]);
  expect(changesSince(inRoom, { ...lobby, status: "closed" })).toEqual(["We are back together."]);
});

test("the tab carries the time left and the room, and calls back when something has changed", () => {
  expect(titleOf("Common purpose", { left: 125, room: 4, calls: undefined })).toBe(
    "3 min left · room 4 · Common purpose",
  );
  expect(titleOf("Common purpose", { left: 42.4, room: null, calls: undefined })).toBe("42 s left · Common purpose");
  expect(titleOf("Common purpose", { left: null, room: null, calls: undefined })).toBe("Common purpose");
  expect(titleOf("Common purpose", { left: 10, room: 4, calls: "Now: Read." })).toBe("● Come back: Now: Read.");
});
