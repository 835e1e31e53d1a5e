import type { Current } from "./current";
import type { GroupingRow, ItemRow, StageRow } from "./wire.gen";

/** The one thing that comes next in the run of show; the bar makes it the big button. */
export type Step =
  | { do: "reopen" | "close" }
  | { do: "make_groups"; item: string; plan: Record<string, unknown> }
  | { do: "gather_rooms"; item: string; plan: Record<string, unknown>; minutes: number; stage: StageRow | undefined }
  | { do: "open_rooms"; grouping: string; minutes: number; stage: StageRow | undefined }
  | { do: "close_groups"; grouping: string }
  | { do: "stage"; activity: string; stage: StageRow }
  | { do: "go"; item: ItemRow; first: boolean };

export interface Steps {
  main: Step | undefined;
  /** What may be done instead. */
  other: Step | undefined;
}

/** Stages that the settings leave out are not offered; a facilitator may still go there from the menu. */
export function offeredStages(stages: readonly StageRow[], settings: Record<string, unknown>): StageRow[] {
  return stages.filter((stage) => !stage.if_set || settings[stage.if_set] === true);
}

/** What comes next: groups before the work that needs them, the return before plenary, else the next stage or part. */
export function stepsOf(current: Current, groupings: readonly GroupingRow[], leaves: readonly ItemRow[]): Steps {
  const { session, item } = current;
  if (session?.phase === "closed") return { main: { do: "reopen" }, other: undefined };
  const onward = onwardStep(current, leaves);
  const own = groupings.filter((one) => one.item === item?.id);
  if (own.some((one) => one.status === "proposed")) return { main: undefined, other: onward };
  const sent = own.find((one) => one.status === "sent");
  if (sent && item) {
    const minutes = roundMinutes(current, item);
    return { main: { do: "open_rooms", grouping: sent.id, minutes, stage: startOf(onward, current) }, other: onward };
  }
  const open = own.find((one) => one.status === "open");
  if (open && endsGroups(onward)) return { main: { do: "close_groups", grouping: open.id }, other: onward };
  if (item?.plan && own.length === 0 && !endsGroups(onward) && session?.call_mode === "follow") {
    const minutes = roundMinutes(current, item);
    const main: Step = { do: "gather_rooms", item: item.id, plan: item.plan, minutes, stage: startOf(onward, current) };
    return { main, other: onward };
  }
  if (item?.plan && own.length === 0 && !endsGroups(onward)) {
    return { main: { do: "make_groups", item: item.id, plan: item.plan }, other: onward };
  }
  return { main: onward, other: undefined };
}

function onwardStep({ session, item, activity, practice }: Current, leaves: readonly ItemRow[]): Step | undefined {
  const offered = practice && activity ? offeredStages(practice.stages, activity.settings) : [];
  const next = activity ? offered[offered.findIndex((stage) => stage.key === activity.stage) + 1] : undefined;
  if (activity && next && next.state !== "closed") return { do: "stage", activity: activity.id, stage: next };
  const place = leaves.findIndex((leaf) => leaf.id === item?.id);
  const after = leaves.slice(place + 1).find((leaf) => !leaf.skipped);
  if (after) return { do: "go", item: after, first: place < 0 };
  return session && item ? { do: "close" } : undefined;
}

/** The stage that begins with the rooms: the one after a stage that only gets people ready. */
function startOf(onward: Step | undefined, { stage }: Current): StageRow | undefined {
  return stage?.state === "ready" && onward?.do === "stage" && !onward.stage.plenary ? onward.stage : undefined;
}

function endsGroups(onward: Step | undefined): boolean {
  return onward?.do !== "stage" || onward.stage.plenary;
}

/** The share of a part that its groups get where the practice itself does not say: the rest is to send and to hear them. */
const SHARE = 0.8;

/** How long groups have: what the practice's turns or its stages before plenary take, else most of the part. */
export function roundMinutes({ activity, practice, stage }: Current, item: ItemRow): number {
  const wanted = Number(activity?.settings.round_minutes ?? 0);
  if (wanted > 0) return wanted;
  const fallback = Math.max(1, Math.round(item.minutes * SHARE));
  if (!activity || !practice) return fallback;
  const from = practice.stages.findIndex((one) => one.key === stage?.key);
  const ahead = offeredStages(practice.stages.slice(Math.max(0, from)), activity.settings);
  const turns = ahead.find((one) => one.parts.some((part) => part.type === "turns"));
  if (turns?.minutes) return Math.min(turns.minutes, item.minutes);
  const alone = ahead.slice(
    0,
    Math.max(
      0,
      ahead.findIndex((one) => one.plenary),
    ),
  );
  const minutes = alone.reduce((sum, one) => sum + (one.minutes ?? 0), 0);
  return alone.some((one) => one.minutes === null && one.state !== "ready") || minutes === 0 || minutes > item.minutes
    ? fallback
    : minutes;
}
