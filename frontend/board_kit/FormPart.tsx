import { useState } from "react";
import { Button } from "../design/Button";
import { kindOf, useGrouping, useMyGroup, useRoom, useWritable } from "../room/use_room";
import type { EntryRow, Form, KindRow } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { type PartProps, said, textOf, useDo, useIsMine, useShown } from "./part";

/** Several fields saved as a whole: one entry a person, or the group's one; more where the kind allows more. */
export function FormPart(props: PartProps<Form>) {
  const { part, activity, practice } = props;
  const kind = kindOf(practice, part.kind);
  const { entries } = useRoom();
  if (!kind) return null;
  if (!kind.about || kind.about === "subjects") return <OneForm {...props} kind={kind} about="" />;
  const subjects = Object.values(entries).filter(
    (entry) => entry.kind === kind.about && (entry.activity === activity.id || kind.about === "issue"),
  );
  const Heading = part.title ? "h4" : "h3";
  return (
    <div className="formboard">
      {part.title && <h3>{part.title}</h3>}
      {subjects.length === 0 && <p className="hint">There is nothing to write about yet.</p>}
      {subjects.map((subject) => (
        <section className="question" key={subject.id}>
          <Heading dir="auto">{textOf(subject)}</Heading>
          <OneForm {...props} part={{ ...part, title: "", intro: "" }} kind={kind} about={subject.id} />
        </section>
      ))}
    </div>
  );
}

function OneForm({ part, activity, practice, kind, about }: PartProps<Form> & { kind: KindRow; about: string }) {
  const isMine = useIsMine();
  const all = useShown(activity, kind.name).filter((entry) => !about || entry.about === about);
  const group = useMyGroup(useGrouping(activity));
  const held = kind.held_by === "group";
  const mine = all.filter((entry) => (held ? entry.group === (group?.id ?? "") : isMine(entry)));
  const writable = useWritable(activity, kind);
  const most = (held ? kind.of_group : kind.each) ?? Number.POSITIVE_INFINITY;
  const [editing, setEditing] = useState("");
  return (
    <div className="formboard">
      {part.title && <h3>{part.title}</h3>}
      {part.intro && <p className="soft">{part.intro}</p>}
      {mine.map((entry) =>
        editing === entry.id ? (
          <div className="question" key={entry.id}>
            <EntryForm
              activity={activity}
              practice={practice}
              kind={kind}
              about={about}
              entry={entry}
              submit="Save the change"
              onDone={() => setEditing("")}
              onCancel={() => setEditing("")}
            />
          </div>
        ) : (
          <Written key={entry.id} entry={entry} kind={kind} writable={writable} onEdit={() => setEditing(entry.id)} />
        ),
      )}
      {writable && mine.length < most && (
        <div className="question">
          <EntryForm
            activity={activity}
            practice={practice}
            kind={kind}
            about={about}
            submit={mine.length > 0 ? `Add another ${kind.word}` : (part.submit ?? "Save")}
          />
        </div>
      )}
      {!writable && mine.length === 0 && <p className="hint">Not open for writing now.</p>}
    </div>
  );
}

/** What one wrote, with what may be done with it. */
export function Written({
  entry,
  kind,
  writable,
  onEdit,
}: {
  entry: EntryRow;
  kind: KindRow;
  writable: boolean;
  onEdit: () => void;
}) {
  const perform = useDo();
  return (
    <div className="own card">
      <p className="eyebrow">
        {kind.held_by === "group" ? "Your group wrote" : "You wrote"}
        {entry.state === "private" ? ", only you see it so far" : ""}
      </p>
      <dl className="facts">
        {kind.fields
          .filter((field) => entry.body[field.name])
          .map((field) => (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd dir="auto">{said(field, entry.body[field.name])}</dd>
            </div>
          ))}
      </dl>
      <div className="row tight">
        {writable && (
          <Button kind="quiet" size="small" onClick={onEdit}>
            Change
          </Button>
        )}
        <Button kind="plain" size="small" onClick={() => void perform({ kind: "withdraw_entry", entry: entry.id })}>
          Withdraw
        </Button>
      </div>
    </div>
  );
}
