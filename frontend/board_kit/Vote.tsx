import { useState } from "react";
import { Meter } from "../design/Surfaces";
import { kindOf, useRoom, useWritable } from "../room/use_room";
import type { Dots as DotsPart, EntryRow, Vote as VotePart } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { Written } from "./FormPart";
import { type PartProps, textOf, useChosen, useDo, useIsMine, useShown } from "./part";

/** One answer a person; counts only once they are shown. A “not yet” comes with what would help, and is followed up. */
export function Vote(props: PartProps<VotePart>) {
  const { part, activity, practice, stage } = props;
  const kind = kindOf(practice, part.kind);
  const isMine = useIsMine();
  const target = useChosen(activity, part.on ?? "");
  const several = useShown(activity, part.on ?? "").length > 1 && !target;
  const entries = useShown(activity, part.kind).filter((entry) => !kind?.about || !target || entry.about === target.id);
  const writable = useWritable(activity, kind);
  const [editing, setEditing] = useState(false);
  const perform = useDo();
  const { you } = useRoom();
  if (!kind) return null;
  const mine = entries.find(isMine);
  // Answers about several statements say nothing when they are added up.
  const shown = several ? [] : entries.filter((entry) => entry.state === "shown");
  const options = Object.entries(kind.fields.find((field) => field.name === part.by)?.options ?? {});
  const only = options.length === 1 && kind.fields.length === 1 ? options[0] : undefined;
  const help = kind.fields.find((field) => field.type === "text");
  return (
    <section className="board" aria-label={kind.word}>
      {target && !stage.parts.some((other) => other.type === "statement") && (
        <div className="sheet card">
          <p className="draft reading" dir="auto">
            {textOf(target)}
          </p>
        </div>
      )}
      {several && you.facilitator && (
        <p className="hint">
          Each group answers about its own statement, and sees its own answers. They are not added up.
        </p>
      )}
      {part.reminder && <p className="hint">{part.reminder}</p>}
      {shown.length > 0 && (
        <ul className="shownagree">
          {options.map(([key, label]) => {
            const count = shown.filter((entry) => entry.body[part.by] === key).length;
            return (
              <li key={key}>
                <span>{label}</span>
                <Meter value={count} max={shown.length} label={`${label}: ${count} of ${shown.length}`} />
                <b>{count}</b>
              </li>
            );
          })}
        </ul>
      )}
      {help &&
        !stage.parts.some((other) => other.type === "wall" && other.kind === part.kind) &&
        shown.some((entry) => entry.body[help.name]) && (
          <ul className="answers">
            {shown
              .filter((entry) => entry.body[help.name])
              .map((entry) => (
                <li key={entry.id}>
                  <p className="eyebrow">{help.label}</p>
                  <p dir="auto">{String(entry.body[help.name])}</p>
                </li>
              ))}
          </ul>
        )}
      {mine && !editing && <Written entry={mine} kind={kind} writable={writable} onEdit={() => setEditing(true)} />}
      {writable && !mine && only && (
        <button
          type="button"
          className="button big"
          onClick={() =>
            void perform({
              kind: "put_entry",
              activity: activity.id,
              entry_kind: part.kind,
              about: kind.about ? (target?.id ?? "") : "",
              body: { [part.by]: only[0] },
            })
          }
        >
          {only[1]}
        </button>
      )}
      {writable && !(only && !mine) && (!mine || editing) && (
        <div className="card">
          <EntryForm
            activity={activity}
            practice={practice}
            kind={kind}
            about={kind.about ? (target?.id ?? "") : ""}
            entry={mine}
            submit={mine ? "Save the change" : "Answer"}
            onDone={() => setEditing(false)}
          />
        </div>
      )}
    </section>
  );
}

/** A few dots each on what everybody has been shown; the counts come when the facilitator moves on. */
export function Dots(props: PartProps<DotsPart>) {
  const { part, activity, practice } = props;
  const kind = kindOf(practice, part.kind);
  const isMine = useIsMine();
  const perform = useDo();
  const { you, session } = useRoom();
  const targets = useShown(activity, part.on).filter((entry) => entry.state === "shown" && !entry.derived_from?.length);
  const dots = useShown(activity, part.kind);
  const writable = useWritable(activity, kind) && Boolean(session);
  const mine = dots.filter(isMine);
  const left = (part.budget ?? 3) - mine.length;
  if (!kind) return null;
  const add = (about: string) =>
    void perform({ kind: "put_entry", activity: activity.id, entry_kind: part.kind, about, body: {} });
  const remove = (entry: EntryRow) => void perform({ kind: "withdraw_entry", entry: entry.id });
  return (
    <section className="board" aria-label="Dots">
      {writable && (
        <p className="hint" role="status">
          {left === 1 ? "One dot left." : `${left} dots left.`} Dots show where the energy is, not what is true.
        </p>
      )}
      <ul className="statements">
        {targets.map((target) => {
          const own = mine.filter((dot) => dot.about === target.id);
          const count = dots.filter((dot) => dot.about === target.id && dot.state === "shown").length;
          const first = own[0];
          return (
            <li key={target.id}>
              <p dir="auto">{textOf(target)}</p>
              {writable && (
                <div className="row tight">
                  <button
                    type="button"
                    className="button quiet small"
                    aria-disabled={left <= 0 || undefined}
                    onClick={() => left > 0 && add(target.id)}
                  >
                    Add a dot
                  </button>
                  {first && (
                    <button type="button" className="button plain small" onClick={() => remove(first)}>
                      Take one back
                    </button>
                  )}
                  <span className="dots" role="img" aria-label={`${own.length} of your dots here`}>
                    {own.map((dot) => (
                      <span className="dot" key={dot.id} />
                    ))}
                  </span>
                </div>
              )}
              {part.show && <p className="count">{count === 1 ? "1 dot" : `${count} dots`}</p>}
              {you.facilitator && (
                <button
                  type="button"
                  className="button quiet small"
                  onClick={() => void perform({ kind: "choose", activity: activity.id, entry: target.id })}
                >
                  Work on this one together
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
