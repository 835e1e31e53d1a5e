import { lines } from "../board_kit/part";
import { optionsOf, subjectsOf } from "../board_kit/sorting";
import type { RoomState } from "../room/store";
import type { ActivityRow, FieldSpec, KindRow, PracticeRow, StageRow } from "../room/wire.gen";

type Part = StageRow["parts"][number];

/** One thing that people are asked, as it stands over their box. */
export interface Ask {
  key: string;
  title: string;
  text: string;
}

/** Where something is asked. */
export interface Asking {
  state: RoomState;
  activity: ActivityRow;
  practice: PracticeRow;
  stage: StageRow;
}

/**
 * What a part asks of everybody: its headings, boxes, things to place, answers to choose from. Whoever is in the call
 * only has nothing but the shared screen to read it on.
 */
export function asksOf(part: Part, asking: Asking): Ask[] {
  if (part.type === "turns") return turnsOf(part, asking);
  const kind = "kind" in part ? kindNow(part.kind, asking) : undefined;
  if (!kind) return [];
  switch (part.type) {
    case "panels":
      return part.panels.map(({ key, title, prompt }) => ({ key, title, text: prompt ?? "" }));
    case "points":
      return [{ key: part.kind, title: part.title ?? "", text: `Up to ${part.most ?? 3}` }];
    case "form":
    case "statement":
      return kind.fields.filter((field) => isAsked(field, asking.stage)).map(ofField);
    case "vote":
      return kind.fields.filter((field) => field.name === part.by).map(ofField);
    case "sort":
      return placesOf(part, kind, asking);
    default:
      return [];
  }
}

/** The kind, where people in the room write it now. */
function kindNow(name: string, { practice, stage }: Asking): KindRow | undefined {
  return practice.kinds.find(
    (kind) => kind.name === name && !kind.facilitators_only && kind.written_in.includes(stage.key),
  );
}

function isAsked(field: FieldSpec, stage: StageRow): boolean {
  return !field.later || stage.state !== "gathering";
}

function ofField(field: FieldSpec): Ask {
  const text = Object.values(field.options ?? {}).join(" · ") || field.hint || "";
  return { key: field.name, title: field.label, text };
}

function placesOf(part: Extract<Part, { type: "sort" }>, kind: KindRow, { state, activity }: Asking): Ask[] {
  const shared = Object.values(optionsOf(kind, part)).join(" · ");
  const subjects = subjectsOf(Object.values(state.entries), activity, part);
  return subjects.map(({ key, title, text, options }) => {
    const answers = options ? Object.values(options).join(" · ") : shared;
    return { key, title, text: [text, answers].filter(Boolean).join(" ") };
  });
}

function turnsOf(part: Extract<Part, { type: "turns" }>, { activity }: Asking): Ask[] {
  const phases = (part.phases ?? []).map(({ key, title, rule }) => ({ key, title, text: rule ?? "" }));
  return [...lines(activity, part.prompts ?? "").map((title) => ({ key: title, title, text: "" })), ...phases];
}
