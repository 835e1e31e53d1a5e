import type { ClockState } from "../design/ClockRing";
import type { ActivityRow, GroupingRow, ItemRow, SessionRow } from "./wire.gen";

/** A clock as it stands: seconds left of a total. */
export interface Clock {
  left: number;
  total: number;
  state: ClockState;
}

/** An item's clock. The server owns start, pauses and added time; this only counts. `now` is the server's time. */
export function itemClock(item: ItemRow, now: number): Clock | null {
  if (!item.started_at) return null;
  const total = item.seconds + (item.added_seconds ?? 0);
  if (item.ended_at) return { left: 0, total, state: "ended" };
  const until = item.paused_at ?? now;
  const gone = (until - item.started_at - (item.paused_ms ?? 0)) / 1000;
  const left = total - Math.max(0, gone);
  return { left, total, state: item.paused_at ? "paused" : left <= 0 ? "ended" : "running" };
}

/** A stage's own clock, where the practice gives it one; a paused item holds it too. */
export function stageClock(activity: ActivityRow, item: ItemRow | undefined, now: number): Clock | null {
  if (!activity.stage_seconds || !activity.stage_started_at) return null;
  const until = item?.paused_at ?? now;
  const left = activity.stage_seconds - (until - activity.stage_started_at) / 1000;
  const state = item?.paused_at ? "paused" : left <= 0 ? "ended" : "running";
  return { left, total: activity.stage_seconds, state };
}

const CLOSING_SECONDS = 60;

/** How long groups still have: to the end of their round, or to the announced return. */
export function groupsClock(grouping: GroupingRow, now: number): Clock | null {
  if (grouping.status === "closing" && grouping.closing_at) {
    const left = Math.min(CLOSING_SECONDS, (grouping.closing_at - now) / 1000);
    return { left, total: CLOSING_SECONDS, state: left <= 0 ? "ended" : "running" };
  }
  if (grouping.status !== "open" || !grouping.opened_at) return null;
  const left = grouping.seconds - (now - grouping.opened_at) / 1000;
  return { left, total: grouping.seconds, state: left <= 0 ? "ended" : "running" };
}

/** When groups at work come back, in milliseconds; null while their clock has not started. */
export function groupsEnd(grouping: GroupingRow): number | null {
  if (grouping.status === "closing") return grouping.closing_at;
  return grouping.opened_at ? grouping.opened_at + grouping.seconds * 1000 : null;
}

/** A break that begins this much early still ends when the plan says, so that nobody comes back to an empty room. */
const EARLY_MOST_MS = 5 * 60_000;

/** When people are asked back from a break: at its own end, or when the plan said if that is a little later. */
export function breakEnd(item: ItemRow, leaves: readonly ItemRow[], session: SessionRow, now: number): number | null {
  const clock = itemClock(item, now);
  if (!clock) return null;
  const own = now + Math.max(0, clock.left) * 1000;
  const planned = (plannedStarts(leaves, session)[item.id] ?? 0) + item.seconds * 1000;
  return planned > own && planned - own <= EARLY_MOST_MS && clock.left > 0 ? planned : own;
}

/** Planned start of each leaf, in milliseconds, by the plan alone. */
export function plannedStarts(leaves: readonly ItemRow[], session: SessionRow): Record<string, number> {
  let at = session.starts_at ?? 0;
  const starts: Record<string, number> = {};
  for (const leaf of leaves) {
    starts[leaf.id] = at;
    at += leaf.seconds * 1000;
  }
  return starts;
}

/** When the session will end if nothing else changes, and how many whole minutes late (early: negative) that is. */
export function pace(
  leaves: readonly ItemRow[],
  session: SessionRow,
  now: number,
): { endsAt: number; late: number } | null {
  const place = leaves.findIndex((leaf) => leaf.id === session.item);
  const current = leaves[place];
  if (!current?.started_at || !session.starts_at) return null;
  const clock = itemClock(current, now);
  const currentEnd = current.ended_at ?? Math.max(now, now + (clock?.left ?? 0) * 1000);
  const rest = leaves.slice(place + 1).filter((leaf) => !leaf.skipped);
  const endsAt = currentEnd + rest.reduce((sum, leaf) => sum + leaf.seconds * 1000, 0);
  const planned = session.starts_at + leaves.reduce((sum, leaf) => sum + leaf.seconds * 1000, 0);
  return { endsAt, late: Math.round((endsAt - planned) / 60_000) };
}

/** A time of day as people here write it, in the session's zone. */
export function timeOfDay(at: number | null, zone: string): string {
  if (at === null) return "";
  return new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: zone }).format(
    at,
  );
}
