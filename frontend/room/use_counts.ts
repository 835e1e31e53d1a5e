import { kindOf, stageOf, useGrouping, useMyGroup, useRoom } from "./use_room";
import type { ActivityRow, PracticeRow } from "./wire.gen";

export interface CountLine {
  kind: string;
  word: string;
  count: number;
  of: number;
}

/** How many have written each kind that may be written now: in one's own group while it works apart, else in the session. */
export function useCountRows(activity: ActivityRow, practice: PracticeRow): CountLine[] {
  const { counts } = useRoom();
  const own = useMyGroup(useGrouping(activity));
  const group = stageOf(practice, activity.stage)?.plenary ? undefined : own;
  const where = Object.values(counts).filter(
    (row) => row.activity === activity.id && row.kind !== "finished" && row.of > 0,
  );
  const theirs = where.filter((row) => row.group === (group?.id ?? ""));
  return (theirs.length > 0 ? theirs : where.filter((row) => row.group === ""))
    .filter((row) => kindOf(practice, row.kind)?.written_in.includes(activity.stage))
    .map((row) => ({ kind: row.kind, word: words(practice, row.kind), count: row.count, of: row.of }));
}

function words(practice: PracticeRow, kind: string): string {
  const word = kindOf(practice, kind)?.word ?? kind;
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}
