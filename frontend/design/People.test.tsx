import { expect, test } from "vitest";
import { Avatar, colourOf, initialsOf } from "./People";
import { find, render } from "./rendering";

test.each([
  ["Dee Morgan", "DM"],
  ["bea", "BE"],
  ["Siân ap Rhys", "SR"],
  ["  Ken  ", "KE"],
  ["🦊", "🦊"],
  ["🦊 Fox", "🦊"],
  ["نور", "نو"],
  ["", ""],
])("the sign of %j is %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test("a person keeps one colour, and people do not all have the same", () => {
  expect(colourOf("bea")).toBe(colourOf("bea"));
  const colours = new Set(["bea", "dee", "ken", "nia", "tom", "zed"].map(colourOf));
  expect(colours.size).toBeGreaterThan(2);
});

test("a screen reader hears the name beside the sign, not the sign", () => {
  render(<Avatar name="Bea" />);
  expect(find(".avatar").getAttribute("aria-hidden")).toBe("true");
});
