type Size = { width: number; height: number };
type Box = { top: number; right: number; bottom: number };

const GAP = 4;
const EDGE = 8;

/** Where a menu opens, in pixels of the window: under its button, its right edges in line; above where there is no room. */
export function placeFor(button: Box, menu: Size, view: Size): { left: number; top: number } {
  const left = Math.max(EDGE, Math.min(button.right - menu.width, view.width - menu.width - EDGE));
  const under = button.bottom + GAP;
  const fits = under + menu.height <= view.height - EDGE;
  return { left, top: fits ? under : Math.max(EDGE, button.top - GAP - menu.height) };
}

/** The item that a key leads to: arrows go round, Home and End, or the next that starts with the letter. */
export function itemAfter(labels: readonly string[], at: number, key: string): number | undefined {
  const last = labels.length - 1;
  if (last < 0) return undefined;
  if (key === "ArrowDown") return at >= last ? 0 : at + 1;
  if (key === "ArrowUp") return at <= 0 ? last : at - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  if ([...key].length !== 1 || key === " ") return undefined;
  const order = labels.map((_, index) => (at + 1 + index) % labels.length);
  return order.find((index) => labels[index]?.toLocaleLowerCase().startsWith(key.toLocaleLowerCase()));
}
