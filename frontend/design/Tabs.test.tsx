import { useState } from "react";
import { expect, test, vi } from "vitest";
import { doing, find, press, render } from "./rendering";
import { Segment } from "./Segment";
import { PaneTabs, Tabs, tabAfter } from "./Tabs";

const PANELS = [
  { key: "sees", label: "Sees" },
  { key: "hears", label: "Hears" },
  { key: "feels", label: "Feels", shut: true, note: "opens last" },
] as const;

function Panels() {
  const [chosen, choose] = useState<"sees" | "hears" | "feels">("sees");
  return (
    <Tabs label="Panels" tabs={PANELS} chosen={chosen} onChoose={choose}>
      {chosen}
    </Tabs>
  );
}

const tab = (key: string) => find<HTMLButtonElement>(`[data-key="${key}"]`);

test("arrows go round and pass a tab that is shut; other keys do nothing", () => {
  expect(tabAfter(PANELS, "sees", "ArrowRight")).toBe("hears");
  expect(tabAfter(PANELS, "hears", "ArrowRight")).toBe("sees");
  expect(tabAfter(PANELS, "sees", "ArrowLeft")).toBe("hears");
  expect(tabAfter(PANELS, "hears", "Home")).toBe("sees");
  expect(tabAfter(PANELS, "sees", "End")).toBe("hears");
  expect(tabAfter(PANELS, "sees", "a")).toBeUndefined();
});

test("the keyboard moves the choice and the focus, and only the chosen tab is a stop", () => {
  render(<Panels />);
  tab("sees").focus();
  press(tab("sees"), "ArrowRight");
  expect(document.activeElement).toBe(tab("hears"));
  expect(tab("hears").getAttribute("aria-selected")).toBe("true");
  expect([tab("sees").tabIndex, tab("hears").tabIndex]).toEqual([-1, 0]);
  expect(find('[role="tabpanel"]').textContent).toBe("hears");
  expect(find('[role="tabpanel"]').getAttribute("aria-labelledby")).toBe(tab("hears").id);
});

test("a shut tab does not open", () => {
  render(<Panels />);
  doing(() => tab("feels").click());
  expect(find('[role="tabpanel"]').textContent).toBe("sees");
  expect(tab("feels").getAttribute("aria-disabled")).toBe("true");
});

test("the bar of panes says which is shown and how much waits in the others", () => {
  const choose = vi.fn();
  render(
    <PaneTabs
      label="Parts of the room"
      chosen="stage"
      onChoose={choose}
      panes={[
        { key: "stage", label: "Now", icon: "board" },
        { key: "side", label: "Talk", icon: "chat", badge: 2, badgeLabel: "new lines" },
      ]}
    />,
  );
  const [now, talk] = [...document.querySelectorAll("button")];
  expect(now?.getAttribute("aria-current")).toBe("true");
  expect(talk?.textContent).toBe("Talk2 new lines");
  doing(() => talk?.click());
  expect(choose).toHaveBeenCalledWith("side");
});

test("a segment changes the view", () => {
  const change = vi.fn();
  render(
    <Segment
      label="View"
      value="board"
      onChange={change}
      options={[
        { value: "board", label: "Board" },
        { value: "list", label: "List" },
      ]}
    />,
  );
  expect(find('[aria-pressed="true"]').textContent).toBe("Board");
  doing(() => find('[aria-pressed="false"]').click());
  expect(change).toHaveBeenCalledWith("list");
});
