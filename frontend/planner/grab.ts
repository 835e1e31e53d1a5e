/** Moving an item by hand: picked up with a pointer or the space bar, put down the same way. */
import { type Place, placeOf, put, type Step, stepFrom } from "./order";
import { readTops, rowOf, say, sayPlace, showAt, titleOf } from "./page";

/** Called when an item has been put down somewhere else. */
export type Placed = (id: string, from: Place, to: Place) => void;

interface Grabbed {
  id: string;
  from: Place;
}

const KEYS: Record<string, Step> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };

/** How many pixels a pointer moves before it drags rather than presses. */
const SLACK = 4;

export function enableGrabbing(planner: HTMLElement, placed: Placed): void {
  let grabbed: Grabbed | undefined;

  const pickUp = (id: string): boolean => {
    const from = placeOf(readTops(planner), id);
    if (!from) return false;
    grabbed = { id, from };
    mark(id, true);
    return true;
  };

  const putDown = (): void => {
    if (!grabbed) return;
    const { id, from } = grabbed;
    grabbed = undefined;
    mark(id, false);
    const to = placeOf(readTops(planner), id);
    if (to && (to.into !== from.into || to.index !== from.index)) placed(id, from, to);
    else say(`${titleOf(id)} stays where it was.`);
  };

  const leave = (): void => {
    if (!grabbed) return;
    const { id, from } = grabbed;
    grabbed = undefined;
    showAt(planner, id, from);
    mark(id, false);
    say(`${titleOf(id)} is back where it was.`);
  };

  const moveTo = (to: Place): void => {
    if (!grabbed) return;
    const { id } = grabbed;
    showAt(planner, id, to);
    rowOf(id)?.scrollIntoView({ block: "nearest" });
  };

  planner.addEventListener("keydown", (event) => {
    const handle = handleOf(event.target);
    const id = idOf(handle);
    if (!handle || !id) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      if (grabbed) putDown();
      else if (pickUp(id)) say(`${titleOf(id)} is picked up, ${whereNow(planner, id)}.`);
      return;
    }
    if (!grabbed) return;
    const step = KEYS[event.key];
    if (step) {
      event.preventDefault();
      const tops = readTops(planner);
      const to = stepFrom(tops, id, step);
      if (to) moveTo(to);
      say(to ? sayPlace(put(tops, id, to), to) : "No further that way.");
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    } else if (event.key === "Tab") {
      leave();
    }
  });

  planner.addEventListener("pointerdown", (event) => {
    const handle = handleOf(event.target);
    const id = idOf(handle);
    if (!handle || !id || event.button !== 0 || grabbed) return;
    dragFrom(planner, handle, event, {
      start: () => pickUp(id),
      over: (y) => moveTo(placeAt(planner, id, y)),
      putDown,
      leave,
    });
  });
}

interface Drag {
  start: () => boolean;
  over: (y: number) => void;
  putDown: () => void;
  leave: () => void;
}

/** Follow one pointer from its press until it is let go. */
function dragFrom(planner: HTMLElement, handle: HTMLElement, pressed: PointerEvent, drag: Drag): void {
  let dragging = false;
  const done = new AbortController();
  const { signal } = done;
  const onMove = (event: PointerEvent): void => {
    if (event.pointerId !== pressed.pointerId) return;
    if (!dragging && Math.abs(event.clientY - pressed.clientY) < SLACK) return;
    dragging ||= drag.start();
    if (dragging) drag.over(event.clientY);
  };
  const onEnd = (keep: boolean) => (event: PointerEvent) => {
    if (event.pointerId !== pressed.pointerId) return;
    done.abort();
    if (dragging) (keep ? drag.putDown : drag.leave)();
  };
  handle.setPointerCapture?.(pressed.pointerId);
  planner.ownerDocument.addEventListener("pointermove", onMove, { signal });
  planner.ownerDocument.addEventListener("pointerup", onEnd(true), { signal });
  planner.ownerDocument.addEventListener("pointercancel", onEnd(false), { signal });
  planner.ownerDocument.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !dragging) return;
      done.abort();
      drag.leave();
    },
    { signal },
  );
}

/** The place that a height on the page means for an item: inside a block where the pointer is among its parts. */
export function placeAt(planner: HTMLElement, id: string, y: number): Place {
  const moved = rowOf(id);
  const isBlock = moved?.hasAttribute("data-block") ?? false;
  if (!isBlock) {
    for (const list of planner.querySelectorAll<HTMLElement>("[data-level=block]")) {
      const box = list.getBoundingClientRect();
      if (y >= box.top && y <= box.bottom) return { into: list.dataset.into ?? "", index: indexAt(list, moved, y) };
    }
  }
  const top = planner.querySelector<HTMLElement>("[data-level=top]");
  return { into: "", index: top ? indexAt(top, moved, y) : 0 };
}

function indexAt(list: HTMLElement, moved: HTMLElement | null, y: number): number {
  const others = [...list.children].filter(
    (row) => row !== moved && row instanceof HTMLElement && "item" in row.dataset,
  );
  const before = others.findIndex((row) => {
    const box = row.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return before < 0 ? others.length : before;
}

function mark(id: string, grabbed: boolean): void {
  const row = rowOf(id);
  row?.classList.toggle("dragging", grabbed);
  row?.querySelector("[data-grab]")?.setAttribute("aria-pressed", String(grabbed));
}

function handleOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-grab]") : null;
}

function idOf(handle: HTMLElement | null): string {
  return handle?.closest<HTMLElement>("[data-item]")?.dataset.item ?? "";
}

function whereNow(planner: HTMLElement, id: string): string {
  const tops = readTops(planner);
  const here = placeOf(tops, id);
  return here ? sayPlace(tops, here) : "";
}
