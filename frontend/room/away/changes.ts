import type { Current } from "../current";

/** Where somebody was when they put the page away. */
export interface Place {
  at: number;
  item: string;
  stage: string;
  room: number | null;
  status: string;
  shown: number;
}

export function placeNow({ item, activity, practice, group, grouping }: Current, shown: number, at: number): Place {
  const stage = practice?.stages.find((one) => one.key === activity?.stage);
  const atWork = grouping && grouping.status !== "closed";
  return {
    at,
    item: item?.title ?? "",
    stage: stage?.title ?? "",
    room: atWork && group ? group.number : null,
    status: grouping?.status ?? "",
    shown,
  };
}

/** What is different now, in a few words each; empty where nothing that matters is. */
export function changesSince(before: Place, now: Place): string[] {
  const found: string[] = [];
  if (before.item !== now.item && now.item) found.push(`We have moved on to “${now.item}”.`);
  if (before.stage !== now.stage && now.stage) found.push(`Now: ${now.stage}.`);
  if (before.room !== now.room) {
    if (now.room !== null) found.push(`You are in room ${now.room}.`);
    else found.push("We are back together.");
  }
  if (now.status === "closing" && before.status !== "closing") found.push("Groups return in a moment.");
  const more = now.shown - before.shown;
  if (more > 0) found.push(more === 1 ? "One note has been shown." : `${more} notes have been shown.`);
  return found;
}

/** What the tab says: a call to come back when something changed while it was hidden, the time left, the room. */
export function titleOf(
  title: string,
  { left, room, calls }: { left: number | null; room: number | null; calls: string | undefined },
): string {
  if (calls) return `● Come back: ${calls}`;
  const parts = [left === null ? "" : timeLeft(left), room === null ? "" : `room ${room}`, title];
  return parts.filter(Boolean).join(" · ");
}

function timeLeft(seconds: number): string {
  if (seconds <= 0) return "time is up";
  return seconds < 60 ? `${Math.round(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}
