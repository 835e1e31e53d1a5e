import { isEmpty } from "./drafts";
import type {
  ActivityRow,
  CountRow,
  EntryRow,
  EventOut,
  FindingRow,
  GroupingRow,
  GroupRow,
  ItemRow,
  Live,
  PersonRow,
  PracticeRow,
  Presence,
  SessionRow,
  Snapshot,
  You,
} from "./wire.gen";
import { USUAL } from "./wire.gen";

/** Rows by table and id, as this person may see them. A new object for every change; rows are never altered in place. */
export interface RoomState {
  ready: boolean;
  session: Record<string, SessionRow>;
  practices: Record<string, PracticeRow>;
  items: Record<string, ItemRow>;
  activities: Record<string, ActivityRow>;
  people: Record<string, PersonRow>;
  groupings: Record<string, GroupingRow>;
  groups: Record<string, GroupRow>;
  entries: Record<string, EntryRow>;
  findings: Record<string, FindingRow>;
  counts: Record<string, CountRow>;
  presence: Record<string, Presence["people"][string]>;
  here: number;
  you: You;
  mine: ReadonlySet<string>;
  /** Unsent text of boxes, from the server, by box. The browser's own copy wins over it. */
  drafts: Record<string, Record<string, unknown>>;
}

type TableName = keyof Snapshot["tables"];
type Row = { id: string };

const TABLES: readonly TableName[] = [
  "session",
  "practices",
  "items",
  "activities",
  "people",
  "groupings",
  "groups",
  "entries",
  "findings",
  "counts",
];

const NOBODY: You = {
  person: "",
  name: "",
  roles: [],
  facilitator: false,
  admitted: false,
  mine: [],
  drafts: {},
  finished: [],
};

export const EMPTY: RoomState = {
  ready: false,
  session: {},
  practices: {},
  items: {},
  activities: {},
  people: {},
  groupings: {},
  groups: {},
  entries: {},
  findings: {},
  counts: {},
  presence: {},
  here: 0,
  you: NOBODY,
  mine: new Set(),
  drafts: {},
};

/** The state after a snapshot: everything anew. */
export function fromSnapshot(old: RoomState, frame: Snapshot): RoomState {
  const tables = Object.fromEntries(TABLES.map((name) => [name, byId(name, (frame.tables[name] ?? []) as Row[])]));
  return {
    ...EMPTY,
    ...tables,
    presence: old.presence,
    here: old.here,
    ready: true,
    you: frame.you,
    mine: new Set(frame.you.mine),
    drafts: frame.you.drafts,
  };
}

/** The state after one event: rows laid over the old ones, dropped ids gone, and what only its kind tells. */
export function afterEvent(old: RoomState, event: EventOut): RoomState {
  let state = old;
  for (const [name, rows] of Object.entries(event.put ?? {})) state = put(state, name as TableName, rows as Row[]);
  for (const [name, ids] of Object.entries(event.drop ?? {})) state = drop(state, name as TableName, ids);
  return afterNote(state, event);
}

function afterNote(state: RoomState, { kind, note = {} }: EventOut): RoomState {
  if (Array.isArray(note.mine)) return { ...state, mine: new Set([...state.mine, ...(note.mine as string[])]) };
  if (kind === "finished") return { ...state, you: { ...state.you, finished: note.finished as string[] } };
  if (kind === "hand") return { ...state, you: { ...state.you, hand_at: note.hand_at as number | null } };
  if (kind === "lost") return { ...state, you: { ...state.you, lost_at: note.lost_at as number | null } };
  if (kind === "admitted") return { ...state, you: { ...state.you, admitted: note.admitted === true } };
  if (kind === "call_name") return { ...state, you: { ...state.you, call_name: String(note.call_name ?? "") } };
  if (kind === "room_said") return { ...state, you: { ...state.you, says_room: note.says_room as number | null } };
  if (kind === "release_answered") {
    const answers = { ...state.you.answers, ...(note.answer as Record<string, boolean>) };
    return { ...state, you: { ...state.you, answers } };
  }
  return state;
}

/** The state after what is shown while it happens: counts, findings of an audience, a watched draft. */
export function afterLive(old: RoomState, frame: Live): RoomState {
  let state = old;
  if (frame.findings_of) {
    const gone = Object.keys(state.findings).filter((id) => frame.findings_of?.some((prefix) => id.startsWith(prefix)));
    state = drop(state, "findings", gone);
  }
  if (frame.counts) state = put(state, "counts", frame.counts);
  if (frame.findings) state = put(state, "findings", frame.findings);
  if (frame.drafts) state = { ...state, drafts: { ...state.drafts, ...frame.drafts } };
  return state;
}

/** The state once the server has this draft of a box; an empty one is none. */
export function withDraft(old: RoomState, box: string, body: Record<string, unknown>): RoomState {
  const { [box]: _, ...others } = old.drafts;
  return { ...old, drafts: isEmpty(body) ? others : { ...others, [box]: body } };
}

export function afterPresence(old: RoomState, frame: Presence): RoomState {
  return { ...old, presence: { ...old.presence, ...frame.people }, here: frame.here };
}

/** An entry's row says only what is not usual; rows of other tables say what changed. */
function whole(name: TableName, row: Row, old?: Row): Row {
  return name === "entries" ? { ...USUAL, ...row } : { ...old, ...row };
}

function byId(name: TableName, rows: Row[]): Record<string, Row> {
  return Object.fromEntries(rows.map((row) => [row.id, whole(name, row)]));
}

function put(state: RoomState, name: TableName, rows: readonly Row[]): RoomState {
  const table: Record<string, Row> = { ...state[name] };
  for (const row of rows) table[row.id] = whole(name, row, table[row.id]);
  return { ...state, [name]: table };
}

function drop(state: RoomState, name: TableName, ids: readonly string[]): RoomState {
  const gone = new Set(ids);
  return { ...state, [name]: Object.fromEntries(Object.entries(state[name]).filter(([id]) => !gone.has(id))) };
}
