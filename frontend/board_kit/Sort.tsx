import { useId, useRef, useState } from "react";
import { classes } from "../design/classes";
import { EmptyState } from "../design/EmptyState";
import { Meter } from "../design/Surfaces";
import { kindOf, useAct, useRoom, useWritable } from "../room/use_room";
import type { EntryRow, KindRow, Sort as SortPart, Subject } from "../room/wire.gen";
import { Choices } from "./EntryFields";
import { EntryForm } from "./EntryForm";
import { type PartProps, useIsMine, useShown } from "./part";
import { optionsOf, subjectsOf } from "./sorting";

/** Each places each thing alone; then the spread is shown as counts. Disagreement is data, so there is never an average. */
export function Sort(props: PartProps<SortPart>) {
  const { part, activity, practice } = props;
  const kind = kindOf(practice, part.kind);
  const subjects = subjectsOf(Object.values(useRoom().entries), activity, part);
  const entries = useShown(activity, part.kind);
  const writable = useWritable(activity, kind);
  const shown = entries.some((entry) => entry.state === "shown");
  const order = useWidestFirst(activity.id);
  if (!kind) return null;
  const choices = optionsOf(kind, part);
  return (
    <div className="board">
      {subjects.length === 0 && <NothingToPlace />}
      {shown && <Spread kind={kind} part={part} subjects={order(subjects)} entries={entries} choices={choices} />}
      {writable &&
        subjects.map((subject, place) => (
          <Place
            key={subject.key}
            {...props}
            kind={kind}
            subject={subject}
            choices={subject.options ?? choices}
            number={place + 1}
            of={subjects.length}
          />
        ))}
    </div>
  );
}

/** Issues come from notes, from the chat or from the plan: people wait, the facilitator is told how. */
function NothingToPlace() {
  const { you } = useRoom();
  return (
    <EmptyState title="There is nothing to place yet">
      {you.facilitator
        ? "Go back to a board with notes, open a note’s menu, and choose “Make it an issue”. A line of the chat can become one, too."
        : "The facilitator chooses some of what people wrote."}
    </EmptyState>
  );
}

/** The spread in the order in which it is worth talking about: the server's findings come widest first. */
function useWidestFirst(activity: string): (subjects: readonly Subject[]) => Subject[] {
  const { findings } = useRoom();
  const order = Object.values(findings)
    .filter((finding) => finding.activity === activity && finding.key.startsWith("spread:"))
    .map((finding) => finding.about);
  const place = (subject: Subject) => (order.includes(subject.key) ? order.indexOf(subject.key) : order.length);
  return (subjects) => [...subjects].sort((a, b) => place(a) - place(b));
}

interface PlaceProps extends PartProps<SortPart> {
  kind: KindRow;
  subject: Subject;
  choices: Record<string, string>;
  number: number;
  of: number;
}

/** One thing to place, saved at once when a place is chosen; sureness and reasons may follow. */
function Place({ part, activity, practice, kind, subject, choices, number, of }: PlaceProps) {
  const act = useAct();
  const id = useId();
  const isMine = useIsMine();
  const mine = useShown(activity, part.kind).find((entry) => entry.about === subject.key && isMine(entry));
  const [problem, setProblem] = useState("");
  const [more, setMore] = useState(false);
  const field = kind.fields.find((one) => one.name === part.by);
  const others = kind.fields.filter((one) => one.name !== part.by);
  const needed = others.some((one) => one.required);
  // Arrow keys choose faster than the server answers: the choice is shown at once, and each is put after the one before.
  const [chosen, choose] = useState("");
  const before = useRef(Promise.resolve(""));
  const put = (value: string) => {
    choose(value);
    before.current = before.current.then(async (put) => {
      const entry = mine?.id ?? put;
      const body = { ...mine?.body, [part.by]: value };
      const change = entry ? { entry } : {};
      const about = subject.key;
      const answer = await act({
        kind: "put_entry",
        activity: activity.id,
        entry_kind: part.kind,
        about,
        body,
        ...change,
      });
      setProblem(answer.ok ? "" : answer.refused.message);
      if (!answer.ok) choose("");
      return answer.ok ? String(answer.result.entry ?? entry) : entry;
    });
  };
  return (
    <section className="card ask" aria-labelledby={id}>
      <p className="eyebrow">
        {number} of {of}
        {mine ? (part.setting ? " · answered" : " · placed") : ""}
      </p>
      <h3 id={id} dir="auto">
        {subject.title}
      </h3>
      {subject.text && <p className="soft">{subject.text}</p>}
      {field && !needed && !(more && mine) && (
        <Choices
          field={part.experienced ? { ...field, hints: null } : field}
          options={choices}
          legend={field.label}
          value={chosen || mine?.body[part.by]}
          onChange={put}
          error={problem || undefined}
          group={`${id}-place`}
        />
      )}
      {needed || (more && mine) ? (
        <EntryForm
          key={mine?.id ?? "new"}
          activity={activity}
          practice={practice}
          kind={kind}
          about={subject.key}
          entry={mine}
          submit={mine ? "Save the change" : "Save"}
          onDone={() => setMore(false)}
          {...(needed ? {} : { onCancel: () => setMore(false) })}
          quiet
        />
      ) : (
        mine &&
        others.length > 0 && (
          <button type="button" className="linkbutton" onClick={() => setMore(true)}>
            {others.length > 1 ? "Say how sure you are, or why" : "Say why, if you like"}
          </button>
        )
      )}
    </section>
  );
}

interface SpreadProps {
  kind: KindRow;
  part: SortPart;
  subjects: readonly Subject[];
  entries: readonly EntryRow[];
  choices: Record<string, string>;
}

/** How many placed each thing where: a table that reads as a list on a phone. */
function Spread({ kind, part, subjects, entries, choices }: SpreadProps) {
  const columns = Object.entries(kind.fields.find((one) => one.name === part.by)?.options ?? choices);
  const anchored = subjects.some((subject) => subject.options);
  const shown = entries.filter((entry) => entry.state === "shown");
  return (
    <>
      <table className={classes("spread", anchored && "anchored")}>
        <caption>How we see them. Differences are worth talking about; nothing is averaged.</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            {columns.map(([key, label]) => (
              <th scope="col" key={key}>
                {choices[key] ?? label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {subjects.map((subject) => {
            const about = shown.filter((entry) => entry.about === subject.key);
            const counts = columns.map(([key]) => about.filter((entry) => entry.body[part.by] === key).length);
            const top = Math.max(...counts, 1);
            return (
              <tr key={subject.key}>
                <th scope="row" dir="auto">
                  {subject.title}
                </th>
                {columns.map(([key, label], place) => (
                  <td key={key} className={counts[place] === top ? "top" : counts[place] === 0 ? "none" : ""}>
                    <span className="lab">
                      {anchored ? (subject.options?.[key] ?? label) : (choices[key] ?? label)}
                    </span>
                    <Meter
                      value={counts[place] ?? 0}
                      max={Math.max(about.length, 1)}
                      label={`${choices[key] ?? label}: ${counts[place]} of ${about.length}`}
                    />
                    <b>{counts[place]}</b>
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Reasons kind={kind} part={part} subjects={subjects} entries={shown} choices={choices} />
    </>
  );
}

function Reasons({ kind, part, subjects, entries, choices }: SpreadProps) {
  const field = kind.fields.find((one) => one.type === "text");
  const said = field ? entries.filter((entry) => entry.body[field.name]) : [];
  if (!field || said.length === 0) return null;
  return (
    <details className="disclosure">
      <summary>What people added ({said.length})</summary>
      <ul className="answers">
        {said.map((entry) => (
          <li key={entry.id}>
            <p className="eyebrow">
              {subjects.find((subject) => subject.key === entry.about)?.title} · {choices[String(entry.body[part.by])]}
            </p>
            <p dir="auto">{String(entry.body[field.name])}</p>
          </li>
        ))}
      </ul>
    </details>
  );
}
