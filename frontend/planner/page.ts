/** The planner's page: reading its rows, moving them about, and saying things politely. */
import type { Place, Top } from "./order";

const SAYS = "[data-planner-says]";

/** Tell screen readers, once; the same words twice are told twice. */
export function say(words: string): void {
  const place = document.querySelector<HTMLElement>(SAYS);
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = words;
  });
}

export function rowOf(id: string): HTMLElement | null {
  return document.getElementById(`item-${id}`);
}

export function titleOf(id: string): string {
  return rowOf(id)?.dataset.title ?? "";
}

/** What the page shows now, block by block. */
export function readTops(planner: HTMLElement): Top[] {
  return rowsIn(planner.querySelector<HTMLElement>("[data-level=top]")).map((row) => ({
    id: row.dataset.item ?? "",
    block: row.hasAttribute("data-block"),
    parts: rowsIn(row.querySelector<HTMLElement>("[data-level=block]")).map((part) => part.dataset.item ?? ""),
  }));
}

function rowsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.children ?? [])].filter(
    (row): row is HTMLElement => row instanceof HTMLElement && "item" in row.dataset,
  );
}

/** Put a row where an item is proposed to go. It is only a picture until the server has answered. */
export function showAt(planner: HTMLElement, id: string, to: Place): void {
  const row = rowOf(id);
  const list = to.into
    ? (rowOf(to.into)?.querySelector<HTMLElement>("[data-level=block]") ?? null)
    : planner.querySelector<HTMLElement>("[data-level=top]");
  if (!row || !list || row.contains(list)) return;
  const others = rowsIn(list).filter((each) => each !== row);
  const focused = document.activeElement;
  list.insertBefore(row, others[to.index] ?? null);
  // A row that moves loses the focus that was in it.
  if (focused instanceof HTMLElement && row.contains(focused)) focused.focus({ preventScroll: true });
}

/** Say a place: “2 of 7”, “1 of 3 in Working in complexity”. */
export function sayPlace(tops: Top[], to: Place): string {
  const block = tops.find((each) => each.id === to.into);
  const count = block ? block.parts.length : tops.length;
  return block ? `${to.index + 1} of ${count} in ${titleOf(block.id)}` : `${to.index + 1} of ${count}`;
}
