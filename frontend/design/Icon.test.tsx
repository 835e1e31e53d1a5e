import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ICONS, Icon } from "./Icon";
import { find, render } from "./rendering";

test("the names of icons are exactly the drawings in the sprite", () => {
  const drawn = [...readFileSync("frontend/design/icons.svg", "utf8").matchAll(/<symbol id="i-([a-z]+)"/gu)];
  expect([...ICONS]).toEqual(drawn.map((match) => match[1]));
});

test("an icon is hidden from screen readers and points into the sprite", () => {
  render(<Icon name="lock" />);
  expect(find("svg").getAttribute("aria-hidden")).toBe("true");
  expect(find("use").getAttribute("href")).toMatch(/icons.*\.svg#i-lock$/u);
});
