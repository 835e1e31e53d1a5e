import { expect, test } from "vitest";
import { pagesOf } from "./pages";

const length = (text: string) => text.length;

test("nine short notes share a page, and the tenth begins another", () => {
  const notes = Array.from({ length: 10 }, (_, place) => `note ${place}`);
  expect(pagesOf(notes, length).map((page) => page.length)).toEqual([9, 1]);
});

test("long notes have more room, so fewer of them share a page", () => {
  const notes = Array.from({ length: 4 }, () => "x".repeat(280));
  expect(pagesOf(notes, length).map((page) => page.length)).toEqual([2, 2]);
});

test("a note longer than a page has one of its own, and none is lost or cut", () => {
  const notes = ["a", "x".repeat(1200), "b"];
  expect(pagesOf(notes, length).flat()).toEqual(notes);
});

test("nothing fills no page", () => {
  expect(pagesOf([], length)).toEqual([]);
});
