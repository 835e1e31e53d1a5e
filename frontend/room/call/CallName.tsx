import { useState } from "react";
import { useDo } from "../../board_kit/part";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { useRoom, useSession } from "../use_room";
import type { PersonRow } from "../wire.gen";
import { toolName } from "./moves";

/** What somebody is called in the call, so that whoever moves people finds them there. */
export function CallNameField({ person, onSaved }: { person: PersonRow; onSaved: () => void }) {
  return (
    <NameForm start={person.call_name ?? ""} person={person.id} label="Their name in the call" onSaved={onSaved} />
  );
}

/** One's own, in the lobby: only where it differs does it need to be said. */
export function OwnCallName() {
  const { you } = useRoom();
  const tool = toolName(useSession());
  if (you.roles.length > 0) return null;
  return (
    <details className="disclosure">
      <summary>My name in {tool} is another</summary>
      <NameForm start={you.call_name ?? ""} person="" label={`My name in ${tool}`} onSaved={() => {}} />
    </details>
  );
}

function NameForm(props: { start: string; person: string; label: string; onSaved: () => void }) {
  const perform = useDo();
  const [name, setName] = useState(props.start);
  const [saved, setSaved] = useState(false);
  const save = async () => {
    if (await perform({ kind: "call_name", name, person: props.person })) {
      setSaved(true);
      props.onSaved();
    }
  };
  return (
    <form
      className="stackv tight"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={props.label} hint="Only those who run the session see it, to move you to your room.">
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            maxLength={80}
            dir="auto"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setSaved(false);
            }}
          />
        )}
      </Field>
      <Button type="submit" kind="quiet" size="small">
        {saved ? "Saved" : "Save"}
      </Button>
    </form>
  );
}
