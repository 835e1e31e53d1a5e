import { type ReactNode, useId, useMemo, useState } from "react";
import { Notice } from "../design/Surfaces";
import type { Current } from "./current";
import { LineFor } from "./line_for";
import { RoomContext, useConnection, useRoom } from "./use_room";

/** Somebody who takes part by phone, or through an interpreter or assistant: others may type for them. */
interface Caller {
  id: string;
  name: string;
  how: string;
}

/** The board, and above it for whom one writes while somebody takes part by phone or through another person (R7). */
export function WritingFor({ current, children }: { current: Current; children: ReactNode }) {
  const line = useConnection();
  const callers = useCallers(current);
  const [wanted, want] = useState("");
  const caller = callers.find((one) => one.id === wanted);
  const { id, name } = caller ?? { id: "", name: "" };
  const theirs = useMemo(() => (id ? new LineFor(line, id, name) : null), [line, id, name]);
  return (
    <div className="stackv">
      {callers.length > 0 && <Choice callers={callers} chosen={id} onChoose={want} />}
      {caller && (
        <Notice icon="person" live="status">
          What you write now is {caller.name}’s, and counts as theirs. Read it to them before you keep it.
        </Notice>
      )}
      <RoomContext value={theirs ?? line} key={id}>
        {children}
      </RoomContext>
    </div>
  );
}

/** Whom one may write for: a facilitator for every caller, a companion for those of the group. */
function useCallers({ activity, practice, group }: Current): Caller[] {
  const { people, you } = useRoom();
  if (!practice || !activity || !isForOne(practice, activity.stage)) return [];
  const all = you.facilitator ? Object.values(people) : (group?.people ?? []);
  return all
    .filter((person) => person.id !== you.person)
    .map(({ id, name, channel, call_only, accompanied_by }) => {
      const inCall = call_only || channel === "call_only";
      return { id, name, how: inCall ? "who is in the call only" : accompanied_by ? `with ${accompanied_by}` : "" };
    })
    .filter((person) => person.how);
}

/** Whether single people write in this stage: a statement is written by whoever holds the pen, for the whole group. */
function isForOne(practice: NonNullable<Current["practice"]>, key: string): boolean {
  const stage = practice.stages.find((one) => one.key === key);
  const written = practice.kinds.some(
    (kind) => kind.written_in.includes(key) && kind.held_by !== "group" && !kind.facilitators_only,
  );
  return written && !stage?.parts.some((part) => part.type === "statement");
}

function Choice(props: { callers: readonly Caller[]; chosen: string; onChoose: (id: string) => void }) {
  const id = useId();
  return (
    <div className="row tight">
      <label className="label-heading" htmlFor={id}>
        Writing for
      </label>
      <select
        id={id}
        className="input medium"
        value={props.chosen}
        onChange={(event) => props.onChoose(event.target.value)}
      >
        <option value="">myself</option>
        {props.callers.map((caller) => (
          <option value={caller.id} key={caller.id}>
            {caller.name}, {caller.how}
          </option>
        ))}
      </select>
    </div>
  );
}
