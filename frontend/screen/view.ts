import type { Current } from "../room/current";
import type { RoomState } from "../room/store";
import { stageOf } from "../room/use_room";
import type { ActivityRow, GroupingRow, ItemRow, PracticeRow, StageRow } from "../room/wire.gen";
import { asked, type Block, blocksOf } from "./blocks";

/** An activity with its practice and stage. */
export interface Shown {
  activity: ActivityRow;
  practice: PracticeRow;
  stage: StageRow;
}

/** What the shared screen shows now. Only what everybody may see reaches it, so nothing has to be hidden here. */
export type View =
  | { kind: "lobby" | "closed" | "agenda" }
  | { kind: "break"; item: ItemRow }
  | { kind: "groups"; blocks: Block[]; at: Shown | null }
  | { kind: "alone"; at: Shown; putAway: boolean; blocks: Block[] }
  | { kind: "board"; at: Shown; blocks: Block[] };

/** Choose the view: the lobby, a break, groups at work, writing alone, the board that a facilitator chose, or the agenda. */
export function viewOf(state: RoomState, current: Current): View {
  const { session, item, grouping } = current;
  if (!session || session.phase === "lobby") return { kind: "lobby" };
  if (session.phase === "closed") return { kind: "closed" };
  if (item?.kind === "break") return { kind: "break", item };
  const at = shownIn(state, session.screen_activity);
  const atWork = grouping !== undefined && ["sent", "open", "closing"].includes(grouping.status);
  if (atWork && grouping.item === item?.id && !at?.stage.plenary)
    return { kind: "groups", at, blocks: [...callersOf(grouping), ...questions(state, at)] };
  if (!at) return { kind: "agenda" };
  const blocks = blocksOf(state, at.activity, at.practice, at.stage);
  const asks = asked(state, at.activity, at.practice, at.stage);
  if (blocks.length > 0) return { kind: "board", at, blocks: [...blocks, ...asks] };
  return { kind: "alone", at, putAway: at.stage.withhold.length > 0, blocks: asks };
}

function shownIn(state: RoomState, id: string): Shown | null {
  const activity = state.activities[id];
  const practice = activity ? state.practices[activity.practice] : undefined;
  const stage = practice && activity ? stageOf(practice, activity.stage) : undefined;
  return activity && practice && stage ? { activity, practice, stage } : null;
}

/** While groups work, what they are asked stays in view, and nothing that they write. */
function questions(state: RoomState, at: Shown | null): Block[] {
  if (!at) return [];
  const shown = blocksOf(state, at.activity, at.practice, at.stage);
  const asks = asked({ ...state, entries: issuesIn(state) }, at.activity, at.practice, at.stage);
  return [...shown.filter((block) => block.type === "prompts"), ...asks];
}

/** The things to be placed are everybody's. */
function issuesIn({ entries }: RoomState): RoomState["entries"] {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.kind === "issue"));
}

/** Where people go who have no screen of their own to say so. */
function callersOf({ callers = [] }: GroupingRow): Block[] {
  return callers.length > 0 ? [{ type: "rooms", rooms: callers }] : [];
}
