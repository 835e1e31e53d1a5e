import { useState } from "react";
import { classes } from "../design/classes";
import { Menu, type MenuAction } from "../design/Menu";
import { useRoom, useSession, useWritable } from "../room/use_room";
import type { ActivityRow, EntryRow, KindRow, PracticeRow } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { said, textOf, useDo, useIsMine } from "./part";

export interface NoteProps {
  entry: EntryRow;
  kind: KindRow;
  activity: ActivityRow;
  practice: PracticeRow;
  /** Fields whose value the place already shows. */
  without?: readonly string[];
  colour?: string | undefined;
  /** Facilitators, and members on their own group's board, may put it under one of these. */
  themes?: readonly EntryRow[];
  extra?: readonly MenuAction[];
  children?: React.ReactNode;
}

/** One note: its words, small facts about it, and everything that may be done with it in one menu. */
export function Note({
  entry,
  kind,
  activity,
  practice,
  without = [],
  colour,
  themes = [],
  extra = [],
  children,
}: NoteProps) {
  const [editing, setEditing] = useState(false);
  const actions = [...useNoteActions(entry, kind, activity, practice, themes, () => setEditing(true)), ...extra];
  const isMine = useIsMine()(entry);
  const fields = kind.fields.filter((field) => !without.includes(field.name) && entry.body[field.name]);
  const first = fields.find((field) => field.type === "text") ?? fields[0];
  const others = fields.filter((field) => field !== first);
  const text = first ? said(first, entry.body[first.name]) : textOf(entry);
  if (editing) {
    return (
      <li className="note wide">
        <EntryForm
          activity={activity}
          practice={practice}
          kind={kind}
          about={entry.about}
          entry={entry}
          submit="Save the change"
          onDone={() => setEditing(false)}
          onCancel={() => setEditing(false)}
        />
      </li>
    );
  }
  return (
    <li
      className={classes(
        "note",
        colour,
        isMine && "mine",
        entry.state === "private" && "waiting",
        text.length > 90 && "longer",
      )}
    >
      <span dir="auto">{text}</span>
      <span className="row tight between">
        <span className="meta">
          {others.map((field) => (
            <span key={field.name} dir="auto">
              {field.type === "text" ? `${field.label}${/[?…]$/u.test(field.label) ? "" : ":"} ` : ""}
              {said(field, entry.body[field.name])}
            </span>
          ))}
          {entry.state === "private" && <span>only you, so far</span>}
          {entry.late && entry.state === "shown" && <span>added in discussion</span>}
          {isMine && <span className="vh">yours</span>}
        </span>
        {actions.length > 0 && <Menu of={`“${text.slice(0, 40)}”`} small actions={actions} />}
      </span>
      {children}
    </li>
  );
}

function useNoteActions(
  entry: EntryRow,
  kind: KindRow,
  activity: ActivityRow,
  practice: PracticeRow,
  themes: readonly EntryRow[],
  edit: () => void,
): MenuAction[] {
  const perform = useDo();
  const { you } = useRoom();
  const session = useSession();
  const isMine = useIsMine()(entry);
  const writable = useWritable(activity, kind);
  const ours = isMine || (kind.held_by === "group" && entry.state === "shown" && !you.facilitator);
  const actions: MenuAction[] = [];
  if (ours && writable) actions.push({ key: "edit", label: "Change", icon: "pen", run: edit });
  if (ours) {
    const run = () => void perform({ kind: "withdraw_entry", entry: entry.id });
    actions.push({ key: "withdraw", label: "Withdraw everywhere", icon: "bin", danger: true, run });
  }
  if (isMine && session?.rule !== "open" && entry.state === "shown") {
    const release = entry.released === "";
    const run = () => void perform({ kind: "release_own", entry: entry.id, release });
    actions.push({
      key: "release",
      label: release ? "Release: it may leave the room" : "Keep it in the room",
      icon: "leaf",
      run,
    });
  }
  if (entry.state !== "shown") return actions;
  const adopts = practice.kinds.some((one) => one.product === "agreement" && one.name !== kind.name);
  if (you.facilitator && entry.audience === "session" && adopts) {
    const run = () => void perform({ kind: "promote", entry: entry.id, to: "agreement", activity: activity.id });
    actions.push({ key: "agreement", label: "Take it in", icon: "check", run });
  }
  if (you.facilitator && entry.audience === "session" && makesIssue(kind, entry)) {
    const run = () => void perform({ kind: "promote", entry: entry.id, to: "issue" });
    actions.push({ key: "issue", label: "Make it an issue", icon: "flag", run });
  }
  if (themes.length > 0)
    actions.push(
      ...themeActions(entry, themes, (under) => void perform({ kind: "put_under", entry: entry.id, under })),
    );
  return actions;
}

/** Whether a shown entry of this kind may become an Issue: its declaration says with which values. */
function makesIssue(kind: KindRow, entry: EntryRow): boolean {
  if (!kind.issue_when) return false;
  return Object.entries(kind.issue_when).every(([field, values]) => values.includes(String(entry.body[field])));
}

function themeActions(entry: EntryRow, themes: readonly EntryRow[], put: (under: string) => void): MenuAction[] {
  const found: MenuAction[] = themes
    .filter((theme) => theme.id !== entry.theme && theme.id !== entry.id)
    .map((theme) => ({
      key: theme.id,
      label: `Put under “${textOf(theme)}”`,
      icon: "merge" as const,
      run: () => put(theme.id),
    }));
  if (entry.theme) found.push({ key: "out", label: "Take out of its theme", icon: "undo", run: () => put("") });
  return found;
}
