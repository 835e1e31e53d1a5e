import { useState } from "react";
import { useWritable } from "../room/use_room";
import type { ActivityRow, EntryRow, KindRow, PracticeRow } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { textOf, useShown } from "./part";

interface MarkWordsProps {
  entry: EntryRow;
  kind: KindRow;
  activity: ActivityRow;
  practice: PracticeRow;
}

/** Marks words of somebody's answer that struck one, by writing them: nothing needs to be dragged over. */
export function MarkWords({ entry, kind, activity, practice }: MarkWordsProps) {
  const [open, setOpen] = useState(false);
  if (!useWritable(activity, kind)) return null;
  const close = () => setOpen(false);
  if (!open) {
    return (
      <button type="button" className="linkbutton" onClick={() => setOpen(true)}>
        Mark words that strike you <span className="vh">in “{textOf(entry).slice(0, 40)}”</span>
      </button>
    );
  }
  return (
    <EntryForm
      activity={activity}
      practice={practice}
      kind={kind}
      about={entry.id}
      submit="Mark these words"
      onDone={close}
      onCancel={close}
      quiet
    />
  );
}

/** The words of an entry that struck people, with how many. */
export function Struck({ entry, kind, activity }: Omit<MarkWordsProps, "practice">) {
  const marks = useShown(activity, kind.name).filter((mark) => mark.about === entry.id);
  if (marks.length === 0) return null;
  const counts = new Map<string, number>();
  for (const mark of marks) counts.set(textOf(mark), (counts.get(textOf(mark)) ?? 0) + 1);
  return (
    <small>
      Struck us: {[...counts].map(([word, count]) => `“${word}”${count > 1 ? ` (${count})` : ""}`).join(", ")}
    </small>
  );
}

/** A text with the words that struck people marked, and how many people marked them. */
export function Marked({ text, marks }: { text: string; marks: readonly EntryRow[] }) {
  const words = [...new Set(marks.map((mark) => textOf(mark)))].filter(
    (word) => word && text.toLowerCase().includes(word.toLowerCase()),
  );
  if (words.length === 0) return <>{text}</>;
  const found = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
  return text.split(found).map((piece, place) => {
    const count = marks.filter((mark) => textOf(mark).toLowerCase() === piece.toLowerCase()).length;
    const key = `${place} ${piece}`;
    if (count === 0) return <span key={key}>{piece}</span>;
    return (
      <mark key={key}>
        {piece}
        <sup>{count > 1 ? count : ""}</sup>
      </mark>
    );
  });
}
