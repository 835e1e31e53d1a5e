import type { ActivityRow, EntryRow, KindRow, Sort, Subject } from "../room/wire.gen";
import { lines, textOf } from "./part";

/** What is to be placed: as declared, the lines of a setting, or entries, of which issues may be limited to some. */
export function subjectsOf(entries: readonly EntryRow[], activity: ActivityRow, part: Sort): Subject[] {
  if (part.subjects && part.subjects.length > 0) return [...part.subjects];
  if (part.setting) return lines(activity, part.setting).map((title, place) => ({ key: `s${place + 1}`, title }));
  const wanted = part.from_kind || "issue";
  const limited = Array.isArray(activity.settings.issues) ? (activity.settings.issues as unknown[]).map(String) : [];
  return entries
    .filter((entry) => entry.kind === wanted && (wanted === "issue" || entry.activity === activity.id))
    .filter(
      (entry) =>
        wanted !== "issue" || limited.length === 0 || limited.includes(textOf(entry)) || entry.derived_from?.length,
    )
    .sort((a, b) => a.order - b.order)
    .map((entry) => ({ key: entry.id, title: textOf(entry), text: String(entry.body.situation ?? "") }));
}

/** The places by their key, in the words that people read. */
export function optionsOf(kind: KindRow, part: Sort): Record<string, string> {
  const field = kind.fields.find((one) => one.name === part.by);
  const own = field?.options ?? {};
  if (!part.experienced || !part.corners) return own;
  return Object.fromEntries(Object.entries(own).map(([key, label]) => [key, part.corners?.[key] ?? label]));
}
