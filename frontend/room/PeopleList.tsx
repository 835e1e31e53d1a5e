import { useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { Dialog } from "../design/Dialog";
import { Field } from "../design/Field";
import { Menu } from "../design/Menu";
import { Person } from "../design/People";
import { AccompaniedForm } from "./Accompanied";
import { CallNameField } from "./call/CallName";
import type { Current } from "./current";
import { useRoom } from "./use_room";
import type { PersonRow } from "./wire.gen";

export const PRESENCE = {
  here: "here",
  away: "in another app",
  call_only: "in the call only",
  lost: "not here",
} as const;

/** Who is at the door and who is in the room, how each takes part, and adding somebody by phone. */
export function People({ current }: { current: Current }) {
  const { people, presence, groups } = useRoom();
  const perform = useDo();
  const [renamed, rename] = useState<PersonRow | null>(null);
  const [helped, help] = useState<PersonRow | null>(null);
  const all = Object.values(people).sort((a, b) => a.name.localeCompare(b.name));
  const door = all.filter((person) => person.admitted === false);
  const inGroup = (person: PersonRow) =>
    Object.values(groups).find((group) => group.grouping === current.grouping?.id && group.members.includes(person.id));
  const note = (person: PersonRow) =>
    [
      PRESENCE[presence[person.id] ?? "lost"],
      person.organisation,
      person.accompanied_by ? `with ${person.accompanied_by}` : "",
      person.call_name ? `“${person.call_name}” in the call` : "",
      inGroup(person) ? `group ${inGroup(person)?.number}` : "",
      person.roles?.join(", ").replace("_", " "),
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <>
      {door.length > 0 && (
        <section aria-label="At the door">
          <h2>At the door</h2>
          <ul className="presence plainlist">
            {door.map((person) => (
              <li key={person.id}>
                <Person name={person.name} id={person.id} note={person.organisation ?? "joined with the code"} />
                <Button size="small" onClick={() => void perform({ kind: "admit", person: person.id, admitted: true })}>
                  Let in <span className="vh">{person.name}</span>
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label="In the room">
        <h2>In the room</h2>
        <ul className="presence plainlist">
          {all
            .filter((person) => person.admitted !== false)
            .map((person) => (
              <li key={person.id} className={presence[person.id] === "away" ? "away" : ""}>
                <Person name={person.name} id={person.id} note={note(person)} />
                {person.roles?.length === 0 && (
                  <span className="push">
                    <PersonMenu person={person} onName={() => rename(person)} onHelp={() => help(person)} />
                  </span>
                )}
              </li>
            ))}
        </ul>
      </section>
      <AddCaller />
      <Dialog open={renamed !== null} onClose={() => rename(null)} title={`${renamed?.name ?? ""} in the call`}>
        {renamed && <CallNameField person={renamed} onSaved={() => rename(null)} />}
      </Dialog>
      <Dialog open={helped !== null} onClose={() => help(null)} title={`Who helps ${helped?.name ?? ""}`}>
        {helped && <AccompaniedForm person={helped} onSaved={() => help(null)} />}
      </Dialog>
    </>
  );
}

function PersonMenu({ person, onName, onHelp }: { person: PersonRow; onName: () => void; onHelp: () => void }) {
  const perform = useDo();
  const callOnly = person.channel === "call_only";
  return (
    <Menu
      of={person.name}
      small
      actions={[
        {
          key: "call",
          label: callOnly ? "They use the app again" : "They are in the call only",
          run: () => void perform({ kind: "admit", person: person.id, call_only: !callOnly }),
        },
        { key: "name", label: "Their name in the call", run: onName },
        { key: "help", label: "Interpreter or assistant", run: onHelp },
        {
          key: "out",
          label: "Back to the door",
          run: () => void perform({ kind: "admit", person: person.id, admitted: false }),
        },
      ]}
    />
  );
}

/** Somebody who takes part by phone: others write for them. */
function AddCaller() {
  const perform = useDo();
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const add = async () => {
    if (await perform({ kind: "add_caller", name, call_note: note })) {
      setName("");
      setNote("");
    }
  };
  return (
    <details className="disclosure">
      <summary>Add somebody who is in the call only</summary>
      <form
        className="stackv tight"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field label="Name">
          {(attributes) => (
            <input {...attributes} className="input" value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="What companions need to know" optional>
          {(attributes) => (
            <input {...attributes} className="input" value={note} onChange={(event) => setNote(event.target.value)} />
          )}
        </Field>
        <Button type="submit" kind="quiet" size="small">
          Add
        </Button>
      </form>
    </details>
  );
}
