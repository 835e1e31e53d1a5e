import { expect, test } from "vitest";
import cases from "./word_cases.json";
import { countWords, overLimit } from "./words";

test.each(cases as [string, number][])("“%s” has %i words, as the server counts", (text, count) => {
  expect(countWords(text)).toBe(count);
});

test("what is over the limit begins at the first word too many", () => {
  expect(overLimit("one two – three four", 3)).toEqual(["one two – three ", "four"]);
  expect(overLimit("one two", 3)).toEqual(["one two", ""]);
});
