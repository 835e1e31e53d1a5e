import { lines, textOf } from "../board_kit/part";
import type { RoomState } from "../room/store";
import type {
  ActivityRow,
  CallersRow,
  Cards,
  Compare,
  Dots,
  EntryRow,
  KindRow,
  Panels,
  PracticeRow,
  Prompts,
  Sort,
  StageRow,
  Statement,
  Vote,
  Wall,
} from "../room/wire.gen";
import { type Ask, asksOf } from "./asks";

/** A short text on the wall. `tag` says where it belongs; `place` picks its colour, which means nothing. */
export interface WallNote {
  id: string;
  text: string;
  tag: string;
  place: number;
  /** How many more groups said the same. */
  same: number;
}

/** What the shared screen draws of a board: words and counts that everybody may see, and never a name. */
export type Block =
  | { type: "asks"; asks: Ask[] }
  | { type: "rooms"; rooms: CallersRow[] }
  | { type: "cards"; title: string; cards: { key: string; title: string; text: string }[] }
  | { type: "prompts"; title: string; prompts: string[] }
  | { type: "notes"; title: string; notes: WallNote[] }
  | { type: "readings"; title: string; texts: { id: string; text: string; count: string }[] }
  | { type: "spread"; columns: string[]; rows: { id: string; title: string; counts: number[] }[] }
  | { type: "counts"; rows: { label: string; count: number }[] }
  | { type: "said"; text: string };

type Part = StageRow["parts"][number];

interface Around {
  state: RoomState;
  activity: ActivityRow;
  practice: PracticeRow;
}

/** The blocks of a stage, in the order of its parts; none while people write alone or the board has nothing to show. */
export function blocksOf(state: RoomState, activity: ActivityRow, practice: PracticeRow, stage: StageRow): Block[] {
  const around = { state, activity, practice };
  const found = stage.parts.filter((part) => isThere(part, activity)).flatMap((part) => blocks(part, around));
  return found.filter(
    (block, place) => block.type !== "said" || !found.slice(0, place).some((one) => sameText(one, block)),
  );
}

/** What the parts of a stage ask that show nothing yet, as one block; none where nothing is asked. */
export function asked(state: RoomState, activity: ActivityRow, practice: PracticeRow, stage: StageRow): Block[] {
  const around = { state, activity, practice };
  const waiting = stage.parts.filter((part) => isThere(part, activity) && !showsAnswers(part, around));
  const asks = waiting.flatMap((part) => asksOf(part, { ...around, stage }));
  return asks.length > 0 ? [{ type: "asks", asks }] : [];
}

function showsAnswers(part: Part, around: Around): boolean {
  return blocks(part, around).some((block) => block.type !== "said");
}

function isThere(part: Part, activity: ActivityRow): boolean {
  return Object.entries(part.when ?? {}).every(([name, value]) => String(activity.settings[name] ?? "") === value);
}

function sameText(one: Block, other: Block): boolean {
  return one.type === "said" && other.type === "said" && one.text === other.text;
}

function blocks(part: Part, around: Around): Block[] {
  switch (part.type) {
    case "cards":
      return cards(part, around);
    case "prompts":
      return prompts(part, around);
    case "panels":
      return panels(part, around);
    case "wall":
      return wall(part, around);
    case "sort":
      return sort(part, around);
    case "vote":
      return vote(part, around);
    case "dots":
      return dots(part, around);
    case "compare":
      return compare(part, around);
    case "statement":
      return statement(part, around);
    default:
      return [];
  }
}

function shown({ state, activity }: Around, kind: string): EntryRow[] {
  return Object.values(state.entries)
    .filter((entry) => entry.activity === activity.id && entry.kind === kind)
    .filter((entry) => entry.state === "shown" && entry.audience === "session")
    .sort((a, b) => a.order - b.order);
}

function kindNamed({ practice }: Around, name: string): KindRow | undefined {
  return practice.kinds.find((kind) => kind.name === name);
}

function cards(part: Cards, { activity }: Around): Block[] {
  const own = part.setting ? lines(activity, part.setting) : [];
  const listed = own.length > 0 ? own.map(fromLine) : (part.cards ?? []);
  if (listed.length === 0) return [];
  const cards = listed.map(({ key, title, text }) => ({ key, title, text: text ?? "" }));
  return [{ type: "cards", title: part.title ?? "", cards }];
}

function fromLine(line: string, place: number): { key: string; title: string; text: string } {
  const [title = "", text = ""] = line.split("|").map((piece) => piece.trim());
  return { key: String(place), title, text };
}

function prompts(part: Prompts, { activity }: Around): Block[] {
  const found = lines(activity, part.setting);
  return found.length > 0 ? [{ type: "prompts", title: part.title ?? "", prompts: found }] : [];
}

function panels(part: Panels, around: Around): Block[] {
  const by = part.by ?? "panel";
  const places = part.panels.map((panel) => ({ key: panel.key, title: panel.title }));
  const many = places.length > 1;
  const all = shown(around, part.kind);
  const themes = part.themes ? shown(around, "theme") : [];
  const notes = all.map((entry) => {
    const theme = themes.find((one) => one.id === entry.theme);
    const place = places.findIndex((one) => one.key === entry.body[by]);
    const tag = theme ? textOf(theme) : many ? (places[place]?.title ?? "") : "";
    return { id: entry.id, text: textOf(entry), tag, place: many ? place : entry.order, same: 0 };
  });
  return wallOf(
    many ? "" : (places[0]?.title ?? ""),
    notes,
    themes.map((theme) => textOf(theme)).concat(places.map((one) => one.title)),
  );
}

/** Notes under the same heading beside one another, headings in the order given, those without one last. */
function wallOf(title: string, notes: readonly WallNote[], headings: readonly string[]): Block[] {
  if (notes.length === 0) return [];
  const rank = (note: WallNote) => (note.tag ? headings.indexOf(note.tag) : headings.length);
  return [{ type: "notes", title, notes: [...notes].sort((a, b) => rank(a) - rank(b)) }];
}

function wall(part: Wall, around: Around): Block[] {
  const all = shown(around, part.kind).filter(
    (entry) => textOf(entry, part.field) !== "" && (!part.field || entry.body[part.field]),
  );
  if (all.length === 0) return [];
  const kind = kindNamed(around, part.kind);
  if (kind?.pen) return [readings(part.title ?? "", all)];
  const themes = part.themes ? shown(around, "theme") : [];
  const isMerged = (entry: EntryRow) => all.some((other) => other.id === entry.theme);
  const notes = all
    .filter((entry) => !isMerged(entry))
    .map((entry) => {
      const place = themes.findIndex((theme) => theme.id === entry.theme);
      const theme = themes[place];
      const same = all.filter((other) => other.theme === entry.id).length;
      const tag = theme ? textOf(theme) : "";
      return { id: entry.id, text: textOf(entry, part.field), tag, place: theme ? place : entry.order, same };
    });
  return wallOf(
    part.title ?? "",
    notes,
    themes.map((theme) => textOf(theme)),
  );
}

function readings(title: string, entries: readonly EntryRow[], count: (entry: EntryRow) => string = () => ""): Block {
  return {
    type: "readings",
    title,
    texts: entries.map((entry) => ({ id: entry.id, text: textOf(entry), count: count(entry) })),
  };
}

function sort(part: Sort, around: Around): Block[] {
  const placed = shown(around, part.kind);
  const field = kindNamed(around, part.kind)?.fields.find((one) => one.name === part.by);
  if (placed.length === 0 || !field) return [];
  const keys = Object.entries(field.options ?? {});
  const columns = keys.map(([key, label]) => (part.experienced ? (part.corners?.[key] ?? label) : label));
  const about = [...new Set(placed.map((entry) => entry.about))];
  const rows = about.map((id) => ({
    id,
    title: subject(part, around, id),
    counts: keys.map(([key]) => placed.filter((entry) => entry.about === id && entry.body[part.by] === key).length),
  }));
  return [{ type: "spread", columns, rows: rows.filter((row) => row.title) }];
}

function subject(part: Sort, { state }: Around, id: string): string {
  const fixed = part.subjects?.find((one) => one.key === id);
  const entry = state.entries[id];
  return fixed?.title ?? (entry ? textOf(entry) : "");
}

function chosen(around: Around, kind: string): EntryRow | undefined {
  const all = kind ? shown(around, kind) : [];
  return all.find((entry) => entry.id === around.activity.chosen) ?? (all.length === 1 ? all[0] : undefined);
}

function said(entry: EntryRow | undefined): Block[] {
  return entry ? [{ type: "said", text: textOf(entry) }] : [];
}

function vote(part: Vote, around: Around): Block[] {
  const votes = shown(around, part.kind);
  const options = Object.entries(
    kindNamed(around, part.kind)?.fields.find((one) => one.name === part.by)?.options ?? {},
  );
  const rows = options.map(([key, label]) => ({
    label,
    count: votes.filter((entry) => entry.body[part.by] === key).length,
  }));
  return [...said(chosen(around, part.on ?? "")), ...(votes.length > 0 ? [{ type: "counts" as const, rows }] : [])];
}

function dots(part: Dots, around: Around): Block[] {
  const targets = shown(around, part.on).filter((entry) => !entry.derived_from?.length);
  if (targets.length === 0) return [];
  const all = shown(around, part.kind);
  const count = (entry: EntryRow) => {
    const number = all.filter((dot) => dot.about === entry.id).length;
    return part.show ? (number === 1 ? "1 dot" : `${number} dots`) : "";
  };
  return [readings("", targets, count)];
}

function compare(part: Compare, around: Around): Block[] {
  const restated = shown(around, part.restated);
  return [
    ...said(chosen(around, part.original)),
    ...(restated.length > 0 ? [readings("In our own words", restated)] : []),
  ];
}

function statement(part: Statement, around: Around): Block[] {
  return said(chosen(around, part.kind));
}
