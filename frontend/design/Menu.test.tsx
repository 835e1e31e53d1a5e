import { expect, test, vi } from "vitest";
import "./browser_in_tests";
import { Menu } from "./Menu";
import { itemAfter, placeFor } from "./menu_place";
import { doing, find, press, render } from "./rendering";

const GROUPS = ["Group 7", "Group 8", "Swap with someone", "Keep Pete in group 3"];
const VIEW = { width: 1000, height: 600 };
const MENU = { width: 200, height: 150 };

test("a menu opens under its button, above where there is no room, and never off the window", () => {
  expect(placeFor({ top: 100, right: 500, bottom: 130 }, MENU, VIEW)).toEqual({ left: 300, top: 134 });
  expect(placeFor({ top: 500, right: 500, bottom: 530 }, MENU, VIEW)).toEqual({ left: 300, top: 346 });
  expect(placeFor({ top: 100, right: 60, bottom: 130 }, MENU, VIEW).left).toBe(8);
  expect(placeFor({ top: 100, right: 999, bottom: 130 }, MENU, VIEW).left).toBe(792);
});

test("arrows go round, Home and End jump, and a letter finds the next that starts with it", () => {
  expect(itemAfter(GROUPS, 0, "ArrowDown")).toBe(1);
  expect(itemAfter(GROUPS, 3, "ArrowDown")).toBe(0);
  expect(itemAfter(GROUPS, 0, "ArrowUp")).toBe(3);
  expect(itemAfter(GROUPS, 2, "Home")).toBe(0);
  expect(itemAfter(GROUPS, 0, "End")).toBe(3);
  expect(itemAfter(GROUPS, 0, "g")).toBe(1);
  expect(itemAfter(GROUPS, 1, "g")).toBe(0);
  expect(itemAfter(GROUPS, 0, "x")).toBeUndefined();
  expect(itemAfter(GROUPS, 0, "Enter")).toBeUndefined();
  expect(itemAfter([], -1, "ArrowDown")).toBeUndefined();
});

function movePete(move: () => void) {
  return (
    <Menu
      of="Pete"
      label="Move Pete"
      heading="Move Pete to"
      actions={[
        { key: "7", label: "Group 7", note: "4 people, no repeat", run: move },
        { key: "3", label: "Group 3", whyNot: "Pete is there now", run: move },
      ]}
    />
  );
}

const opener = () => find<HTMLButtonElement>('[aria-haspopup="menu"]');

test("Nia opens it with the arrow, moves, chooses, and is back at the button", () => {
  const move = vi.fn();
  render(movePete(move));
  opener().focus();
  press(opener(), "ArrowDown");
  expect(opener().getAttribute("aria-expanded")).toBe("true");
  expect(document.activeElement?.textContent).toBe("Group 74 people, no repeat");
  press(document.activeElement as Element, "ArrowDown");
  expect(document.activeElement?.getAttribute("aria-disabled")).toBe("true");
  press(document.activeElement as Element, "ArrowDown");
  doing(() => (document.activeElement as HTMLElement).click());
  expect(move).toHaveBeenCalledTimes(1);
  expect(document.activeElement).toBe(opener());
  expect(opener().getAttribute("aria-expanded")).toBe("false");
});

test("what cannot be chosen says why and does nothing", () => {
  const move = vi.fn();
  render(movePete(move));
  press(opener(), "ArrowDown");
  const shut = find('[role="menuitem"][aria-disabled="true"]');
  doing(() => shut.click());
  expect(shut.textContent).toContain("Pete is there now");
  expect(move).not.toHaveBeenCalled();
});
