import { useId, useState } from "react";
import { Button } from "../design/Button";
import { Counter } from "../design/Field";
import { Menu } from "../design/Menu";
import { SavedState } from "../design/SavedState";
import { WhoSees } from "../design/Surfaces";
import type { Answer } from "../room/connection";
import { useDraft } from "../room/use_draft";
import { kindOf, useGrouping, useMyGroup, useRoom, useWritable } from "../room/use_room";
import type { EntryRow, GroupRow, KindRow, Statement as StatementPart } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { Marked, MarkWords } from "./Marks";
import { type PartProps, said, textOf, useChosen, useDo, useShown } from "./part";
import { countWords, overLimit } from "./words";

/** A short shared text: one holds the pen, the others watch it live, and anybody may ask for it. */
export function Statement(props: PartProps<StatementPart>) {
  const { part, activity, practice, stage } = props;
  const kind = kindOf(practice, part.kind);
  const grouping = useGrouping(activity);
  const own = useMyGroup(grouping);
  const group = stage.plenary ? undefined : own;
  const all = useShown(activity, part.kind);
  const { you } = useRoom();
  const chosen = useChosen(activity, part.kind);
  if (!kind) return null;
  if (!stage.plenary && grouping && !own) {
    return <p className="hint">Each group writes its own. Knock and come in to see one.</p>;
  }
  const entry = group ? all.filter((one) => one.group === group.id).at(-1) : undefined;
  return (
    <div className="purpose">
      {group ? (
        <Sheet {...props} kind={kind} group={group} entry={entry} />
      ) : (
        <Plenary {...props} kind={kind} entry={chosen} facilitator={you.facilitator} />
      )}
      {part.inputs && group && <Inputs {...props} inputs={part.inputs} />}
    </div>
  );
}

type SheetProps = PartProps<StatementPart> & { kind: KindRow; group: GroupRow; entry: EntryRow | undefined };

function Sheet(props: SheetProps) {
  const { kind, group, entry, activity, part } = props;
  const { you, drafts } = useRoom();
  const writable = useWritable(activity, kind);
  const holds = group.pen === you.person;
  const watched = drafts[`${activity.id}:${kind.name}:`]?.[part.field ?? "text"];
  return (
    <div className="sheet card">
      <PenHolders group={group} me={you.person} writable={writable} />
      {writable && holds ? (
        <Writing key={entry?.version ?? 0} {...props} />
      ) : (
        <>
          <p className="draft reading" dir="auto" aria-live="off">
            {String(watched ?? "") || (entry ? textOf(entry, part.field) : "") || "Nothing written yet."}
          </p>
          {entry && <p className="tag">Given in: version {entry.version}</p>}
        </>
      )}
    </div>
  );
}

function PenHolders({ group, me, writable }: { group: GroupRow; me: string; writable: boolean }) {
  const perform = useDo();
  const { presence } = useRoom();
  const nameOf = (person: string) =>
    person === me ? "You" : (group.people?.find((one) => one.id === person)?.name ?? "Someone");
  const away = group.pen !== "" && presence[group.pen] !== "here";
  const pen = (what: "ask" | "take" | "pass" | "lay_down", to = "") =>
    void perform({ kind: "pen", group: group.id, do: what, to });
  const member = group.members.includes(me);
  return (
    <div className="penbar">
      <span>
        {group.pen === ""
          ? "Nobody holds the pen."
          : group.pen === me
            ? "You hold the pen."
            : `${nameOf(group.pen)} holds the pen${away ? ", and is away" : ""}.`}
      </span>
      {writable && member && group.pen !== me && (group.pen === "" || away) && (
        <Button size="small" icon="pen" onClick={() => pen("take")}>
          Take the pen
        </Button>
      )}
      {writable && member && group.pen !== me && group.pen !== "" && !away && (
        <Button
          size="small"
          kind="quiet"
          onClick={() => pen("ask")}
          {...(group.pen_asked === me ? { whyNot: "You have asked." } : {})}
        >
          {group.pen_asked === me ? "Asked" : "Ask for the pen"}
        </Button>
      )}
      {writable && group.pen === me && (
        <>
          {group.pen_asked && (
            <span className="penask" role="status">
              {nameOf(group.pen_asked)} asks for the pen.
              <Button size="small" onClick={() => pen("pass", group.pen_asked)}>
                Pass it
              </Button>
            </span>
          )}
          <Menu
            of="the pen"
            label="Pass the pen"
            small
            actions={[
              ...group.members
                .filter((person) => person !== me)
                .map((person) => ({
                  key: person,
                  label: `Pass it to ${nameOf(person)}`,
                  run: () => pen("pass", person),
                })),
              { key: "down", label: "Lay it down", run: () => pen("lay_down") },
            ]}
          />
        </>
      )}
    </div>
  );
}

function Writing({ part, activity, kind, entry, group }: SheetProps) {
  const name = part.field ?? "text";
  const field = kind.fields.find((one) => one.name === name);
  const limit = field?.words ?? 40;
  const [problem, setProblem] = useState("");
  const answered = (answer: Answer) => setProblem(answer.ok ? "" : answer.refused.message);
  const draft = useDraft(`${activity.id}:${kind.name}:`, entry?.body ?? {}, { answered, keeps: true, shared: true });
  const id = useId();
  const text = String(draft.body[name] ?? "");
  const used = countWords(text);
  const over = used - limit;
  const [fits, tooMuch] = overLimit(text, limit);
  const send = () => {
    const body = Object.fromEntries(Object.entries(draft.body).filter(([, value]) => value !== ""));
    draft.handIn({
      kind: "put_entry",
      activity: activity.id,
      entry_kind: kind.name,
      body,
      ...(entry ? { entry: entry.id } : {}),
    });
  };
  const others = kind.fields.filter((one) => one.name !== name);
  return (
    <form
      className="stackv"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (over <= 0) send();
      }}
    >
      <label className="label" htmlFor={id}>
        {field?.label ?? "Our common purpose"} <span className="soft">Up to {limit} words</span>
      </label>
      <textarea
        id={id}
        className="draft"
        rows={4}
        value={text}
        aria-describedby={`${id}-count`}
        onChange={(event) => draft.change({ ...draft.body, [name]: event.target.value })}
        onBlur={draft.flush}
      />
      <Counter used={used} limit={limit} unit="words" id={`${id}-count`} />
      {over > 0 && (
        <p className="hint">
          Too many from here: <mark>{tooMuch}</mark>
          <span className="vh"> after “{fits.slice(-40)}”</span>
        </p>
      )}
      <Mush text={text} discourage={part.discourage ?? {}} />
      {others.map((one) => (
        <details className="disclosure" key={one.name}>
          <summary>{one.label}</summary>
          <label className="vh" htmlFor={`${id}-${one.name}`}>
            {one.label}
          </label>
          <textarea
            id={`${id}-${one.name}`}
            className="input"
            rows={3}
            value={String(draft.body[one.name] ?? "")}
            onChange={(event) => draft.change({ ...draft.body, [one.name]: event.target.value })}
            onBlur={draft.flush}
          />
          {one.words && (
            <Counter used={countWords(String(draft.body[one.name] ?? ""))} limit={one.words} unit="words" />
          )}
        </details>
      ))}
      {problem && (
        <p className="error" role="alert">
          {problem}
        </p>
      )}
      <div className="sends">
        <Button
          type="submit"
          {...(over > 0
            ? { whyNot: `${over} ${over === 1 ? "word" : "words"} over. Shorten it to give it in.` }
            : text.trim()
              ? {}
              : { whyNot: "Write something first." })}
        >
          {entry ? "Give in this version" : "Give it in"}
        </Button>
        <Button kind="quiet" onClick={draft.flush}>
          Save draft
        </Button>
        <SavedState state={draft.state ?? "saved"} />
        <p className="hint">
          A draft may be longer. Your group sees every word as you write; give it in when it is good enough for now.
        </p>
      </div>
      <WhoSees by="group">Room {group.number} now, without names. Everyone when groups report back.</WhoSees>
    </form>
  );
}

/** A gentle question about words that say little. */
function Mush({ text, discourage }: { text: string; discourage: Record<string, string> }) {
  const found = Object.entries(discourage).filter(([word]) => new RegExp(`\\b${word}`, "iu").test(text));
  if (found.length === 0) return null;
  return (
    <ul className="plainlist">
      {found.map(([word, question]) => (
        <li className="hint" key={word}>
          “{word}”: {question}
        </li>
      ))}
    </ul>
  );
}

/** The statement that everyone present works on: facilitators change its words, everybody reads it. */
function Plenary({
  part,
  activity,
  practice,
  kind,
  entry,
  facilitator,
}: PartProps<StatementPart> & { kind: KindRow; entry: EntryRow | undefined; facilitator: boolean }) {
  const writable = useWritable(activity, kind);
  if (!entry && facilitator && writable) {
    return (
      <div className="sheet card">
        <p className="hint">No statement has been chosen. You can write one for everybody here.</p>
        <EntryForm activity={activity} practice={practice} kind={kind} submit="Put it up" />
      </div>
    );
  }
  if (!entry) return <p className="hint">No statement has been chosen yet.</p>;
  return (
    <div className="sheet card">
      <p className="draft reading" dir="auto">
        {textOf(entry, part.field)}
      </p>
      <p className="soft">Version {entry.version}</p>
      {facilitator && writable && (
        <details className="disclosure">
          <summary>Change the words</summary>
          <EntryForm
            key={entry.version}
            activity={activity}
            practice={practice}
            kind={kind}
            entry={entry}
            submit={`Save as version ${entry.version + 1}`}
          />
        </details>
      )}
    </div>
  );
}

/** What each of the group wrote alone, without names, beside the sheet; words that struck somebody are marked. */
function Inputs({ activity, practice, inputs, part }: PartProps<StatementPart> & { inputs: string }) {
  const kind = kindOf(practice, inputs);
  const entries = useShown(activity, inputs).filter((entry) => entry.state === "shown");
  const marks = useShown(activity, part.marks ?? "").filter((entry) => entry.state === "shown" || entry.about);
  const markKind = part.marks ? kindOf(practice, part.marks) : undefined;
  if (!kind || entries.length === 0)
    return <aside className="inputs hint">What you each wrote alone will be here once it is shown.</aside>;
  return (
    <aside className="inputs card" aria-label="What we each wrote">
      <h3>What we each wrote</h3>
      {kind.fields.map((field) => (
        <section key={field.name}>
          <h4>{field.label}</h4>
          <ul className="plainlist">
            {entries
              .filter((entry) => entry.body[field.name])
              .map((entry) => (
                <li key={entry.id} dir="auto">
                  <Marked
                    text={said(field, entry.body[field.name])}
                    marks={marks.filter((mark) => mark.about === entry.id)}
                  />
                  {markKind && field.type === "text" && (
                    <MarkWords entry={entry} kind={markKind} activity={activity} practice={practice} />
                  )}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}
