import { useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { Field } from "../design/Field";
import type { PersonRow } from "./wire.gen";

/** Who helps somebody take part: an interpreter or assistant, who is not counted. Others may then write for them (R7). */
export function AccompaniedForm({ person, onSaved }: { person: PersonRow; onSaved: () => void }) {
  const perform = useDo();
  const [who, setWho] = useState(person.accompanied_by ?? "");
  const save = async () => {
    if (await perform({ kind: "admit", person: person.id, accompanied_by: who })) onSaved();
  };
  return (
    <form
      className="stackv tight"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label="Interpreter or assistant"
        hint="For example “Jo, BSL”. They are not counted. Companions see it, and may write for this person. Empty: nobody."
        optional
      >
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            maxLength={80}
            dir="auto"
            value={who}
            onChange={(event) => setWho(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" kind="quiet" size="small">
        Save
      </Button>
    </form>
  );
}
