/** Where an item may be put, worked out on the rows of the page alone. The server decides; this only proposes. */

/** A place: in which block ("" is the top level), and at which index among what is there without the item itself. */
export interface Place {
  into: string;
  index: number;
}

/** One block or item of the top level, with its parts. */
export interface Top {
  id: string;
  block: boolean;
  parts: string[];
}

export type Step = "up" | "down" | "in" | "out";

/** The place of an item, or nothing when it is not there. */
export function placeOf(tops: Top[], id: string): Place | undefined {
  const top = tops.findIndex((each) => each.id === id);
  if (top >= 0) return { into: "", index: top };
  for (const each of tops) {
    const index = each.parts.indexOf(id);
    if (index >= 0) return { into: each.id, index };
  }
  return undefined;
}

/** The agenda without an item. */
export function without(tops: Top[], id: string): Top[] {
  return tops
    .filter((each) => each.id !== id)
    .map((each) => ({ ...each, parts: each.parts.filter((part) => part !== id) }));
}

/** The place one step from here, by the server's rules: at a block's edges up and down lead out of it. */
export function stepFrom(tops: Top[], id: string, step: Step): Place | undefined {
  const here = placeOf(tops, id);
  if (!here) return undefined;
  const isBlock = tops.some((each) => each.id === id && each.block);
  if (here.into) return stepInside(tops, here, step);
  if (step === "up") return here.index > 0 ? { into: "", index: here.index - 1 } : undefined;
  if (step === "down") return here.index + 1 < tops.length ? { into: "", index: here.index + 1 } : undefined;
  return step === "in" && !isBlock ? besideBlock(tops, here.index) : undefined;
}

function stepInside(tops: Top[], here: Place, step: Step): Place | undefined {
  const at = tops.findIndex((each) => each.id === here.into);
  const parts = tops[at]?.parts ?? [];
  if (step === "out") return { into: "", index: at + 1 };
  if (step === "up") return here.index > 0 ? { into: here.into, index: here.index - 1 } : { into: "", index: at };
  if (step === "down")
    return here.index + 1 < parts.length ? { into: here.into, index: here.index + 1 } : { into: "", index: at + 1 };
  return undefined;
}

function besideBlock(tops: Top[], index: number): Place | undefined {
  const before = tops[index - 1];
  if (before?.block) return { into: before.id, index: before.parts.length };
  const after = tops[index + 1];
  return after?.block ? { into: after.id, index: 0 } : undefined;
}

/** The same agenda with an item put somewhere else; unchanged when a block would go into a block. */
export function put(tops: Top[], id: string, to: Place): Top[] {
  const own = tops.find((each) => each.id === id);
  if (to.into && own?.block) return tops;
  const rest = without(tops, id);
  if (!to.into) return inserted(rest, own ?? { id, block: false, parts: [] }, to.index);
  return rest.map((each) => (each.id === to.into ? { ...each, parts: inserted(each.parts, id, to.index) } : each));
}

function inserted<T>(list: T[], item: T, index: number): T[] {
  return [...list.slice(0, index), item, ...list.slice(index)];
}
