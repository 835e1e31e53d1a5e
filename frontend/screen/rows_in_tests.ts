import type { Current } from "../room/current";
import { EMPTY, type RoomState } from "../room/store";
import type {
  ActivityRow,
  EntryRow,
  GroupingRow,
  ItemRow,
  KindRow,
  PracticeRow,
  SessionRow,
  StageRow,
} from "../room/wire.gen";

/** Rows as the server sends them, with what a test does not care about filled in. For tests only. */
export function session(fields: Partial<SessionRow> = {}): SessionRow {
  return {
    id: "s",
    title: "Building common purpose",
    programme: "Winter programme",
    phase: "live",
    item: "i",
    starts_at: 0,
    ends_at: null,
    zone: "Europe/London",
    rule: "room_only",
    rule_words: "What is said here stays here",
    afterwards: "",
    join_code: "MOOT-TEST",
    call_link: "",
    screen_activity: "a",
    rehearsal: false,
    here: 5,
    ...fields,
  };
}

export function item(fields: Partial<ItemRow> = {}): ItemRow {
  const planned = { minutes: 10, seconds: 600, prompt: "", practice: "taking_stock", rule: "room_only" };
  const marks = { protected: false, optional: false, groups: false };
  return { id: "i", parent: "", position: 1, kind: "activity", title: "Taking stock", ...planned, ...marks, ...fields };
}

export function stage(fields: Partial<StageRow> = {}): StageRow {
  const words = { title: "What we wrote", instruction: "Read." };
  return { key: "read", state: "revealed", ...words, parts: [], minutes: null, plenary: true, withhold: [], ...fields };
}

export function kind(fields: Partial<KindRow> = {}): KindRow {
  const shown = { shown_from: "read", plenary_from: null, seen_by: "session", attribution: "hidden" };
  const most = { each: null, of_group: null, held_by: "person", pen: false, choose_audience: false };
  const rest = { about: "", facilitators_only: false, product: "", fields: [], written_in: ["write"], word: "note" };
  return { name: "note", ...shown, ...most, ...rest, ...fields } as KindRow;
}

export function practice(stages: StageRow[], kinds: KindRow[]): PracticeRow {
  return { id: "p", number: "P06", name: "Taking stock", stages, kinds, settings: [], credit: "", guide: "" };
}

export function activity(fields: Partial<ActivityRow> = {}): ActivityRow {
  const clock = { stage_started_at: null, stage_seconds: null };
  const rest = { settings: {}, grouping: "", chosen: "", furthest: 1, rule: "room_only" };
  return { id: "a", item: "i", practice: "p", stage: "read", state: "revealed", ...clock, ...rest, ...fields };
}

export function entry(id: string, text: string, fields: Partial<EntryRow> = {}): EntryRow {
  const where = { activity: "a", group: "", about: "", theme: "", released: "" };
  const seen = { state: "shown", visibility: "session", audience: "session" };
  return { id, kind: "note", body: { text }, ...where, ...seen, order: 0, late: false, version: 1, ...fields };
}

export function grouping(status: string): GroupingRow {
  return { id: "g", item: "i", status, opened_at: 1000, seconds: 600, closing_at: null };
}

/** A room in which one activity runs, at the stage given, with these entries. */
export function roomAt(here: StageRow, kinds: KindRow[], entries: EntryRow[], fields: Partial<ActivityRow> = {}) {
  const at = activity({ stage: here.key, state: here.state, ...fields });
  const made = practice([here], kinds);
  const state: RoomState = {
    ...EMPTY,
    ready: true,
    session: { s: session() },
    activities: { a: at },
    practices: { p: made },
    entries: Object.fromEntries(entries.map((one) => [one.id, one])),
  };
  const current: Current = {
    session: session(),
    item: item(),
    activity: at,
    practice: made,
    stage: here,
    grouping: undefined,
    group: undefined,
  };
  return { state, current, activity: at, practice: made };
}
