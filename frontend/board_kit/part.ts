import { useCallback } from "react";
import { useToast } from "../design/Toast";
import type { Operation } from "../room/operations";
import { useAct, useConnection, useEntries, useGrouping, useMyGroup, useRoom, useSession } from "../room/use_room";
import type { ActivityRow, EntryRow, FieldSpec, KindRow, PracticeRow, StageRow } from "../room/wire.gen";

export type Part = StageRow["parts"][number];

/** What every part of a board is drawn from. */
export interface PartProps<P extends Part = Part> {
  part: P;
  activity: ActivityRow;
  practice: PracticeRow;
  stage: StageRow;
}

/** The main text of an entry: its `text`, `title`, or the first text that it has. */
export function textOf(entry: EntryRow, field = ""): string {
  for (const name of [field, "text", "title"]) if (name && entry.body[name]) return String(entry.body[name]);
  return String(Object.values(entry.body).find((value) => typeof value === "string" && value !== "") ?? "");
}

/** A field's value in words: a choice by its option's label. */
export function said(field: FieldSpec, value: unknown): string {
  if (field.type === "choice") return field.options?.[String(value)] ?? "";
  if (field.type === "flag") return value ? field.label : "";
  if (Array.isArray(value)) return value.join("; ");
  return String(value ?? "");
}

/** Entries of a kind that others may see, or that are one's own, of one's group or of everybody by the stage. */
export function useShown(activity: ActivityRow, kind: string): EntryRow[] {
  return useEntries(activity.id, kind);
}

/** Whether an entry of a kind, written now, reaches other people as soon as it is put. Who holds the pen is watched anyway. */
export function reachesOthersAtOnce(kind: KindRow, practice: PracticeRow, stage: string): boolean {
  if (kind.seen_by === "private" || kind.held_by === "group" || kind.shown_from === null) return false;
  const place = (key: string) => practice.stages.findIndex((one) => one.key === key);
  return kind.shown_from === "at once" || place(stage) >= place(kind.shown_from);
}

/** The entry in question: the one chosen for plenary, else the only one there is, else that of one's own group. */
export function useChosen(activity: ActivityRow, kind: string): EntryRow | undefined {
  const all = useShown(activity, kind);
  const group = useMyGroup(useGrouping(activity));
  if (!kind) return undefined;
  const chosen = all.find((entry) => entry.id === activity.chosen);
  return chosen ?? (all.length === 1 ? all[0] : all.find((entry) => entry.group && entry.group === group?.id));
}

/** A setting of the activity as a list of lines. */
export function lines(activity: ActivityRow, setting: string): string[] {
  const value = activity.settings[setting];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Send an operation; a refusal is told in a toast, with what to do. Gives what the server answered, or null. */
export function useDo(): (operation: Operation) => Promise<Record<string, unknown> | null> {
  const act = useAct();
  const tell = useToast();
  return useCallback(
    async (operation) => {
      const answer = await act(operation);
      if (answer.ok) return answer.result;
      tell({ text: answer.refused.message, icon: "warn" });
      return null;
    },
    [act, tell],
  );
}

/** Who will see what is written, when, and whether with a name: from the kind's own declaration. */
export function useSeenBy(kind: KindRow, activity: ActivityRow, practice: PracticeRow) {
  const session = useSession();
  const { groups } = useRoom();
  const grouped = Boolean(activity.grouping) || Object.keys(groups).length > 0;
  return seenBy(kind, practice, activity.stage, { grouped, staysHere: session?.rule === "room_only" });
}

/** The same, from what surrounds the kind: whether people are in groups, and whether what is said stays here. */
export function seenBy(
  kind: KindRow,
  practice: PracticeRow,
  stage: string,
  { grouped, staysHere }: { grouped: boolean; staysHere: boolean },
) {
  if (kind.product === "feedback") {
    return { by: "organiser" as const, text: "The hosts, after the close: among all the others, without your name." };
  }
  const whom = kind.seen_by === "group" && grouped ? "your group" : "everyone here";
  const name = kind.attribution === "named" ? "with your name" : "without your name";
  if (kind.shown_from === null || kind.seen_by === "private") {
    return { by: "you" as const, text: "Only you. It is on your own page afterwards." };
  }
  const by = kind.seen_by === "group" && grouped ? ("group" as const) : ("everyone" as const);
  const place = practice.stages.findIndex((one) => one.key === kind.shown_from);
  const now = practice.stages.findIndex((one) => one.key === stage);
  const later = kind.shown_from !== "at once" && now < place;
  const plenary = kind.plenary_from ? " Everyone sees it when groups report back." : "";
  const keeps = staysHere ? " It stays in the room." : "";
  if (later)
    return {
      by,
      text: `Only you, until the facilitator shows all notes at once. Then ${whom}, ${name}.${plenary}${keeps}`,
    };
  return { by, text: `${whom[0]?.toUpperCase()}${whom.slice(1)}, ${name}.${plenary}${keeps}` };
}

/** Whether the entry is this person's own. */
export function useIsMine(): (entry: EntryRow) => boolean {
  const { mine } = useRoom();
  return (entry) => mine.has(entry.id);
}

export function useServerOffset(): number {
  return useConnection().offset;
}
