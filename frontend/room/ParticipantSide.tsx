import { useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { Menu } from "../design/Menu";
import { Person } from "../design/People";
import { Confidence } from "../design/Surfaces";
import { Tabs } from "../design/Tabs";
import { OnThisDevice } from "./away/OnThisDevice";
import { Chat } from "./Chat";
import { LostButton, wayThere } from "./call/Where";
import type { Current } from "./current";
import { useRoom } from "./use_room";
import type { GroupRow, PersonRow } from "./wire.gen";

const PRESENCE = { here: "", away: "in another app", call_only: "in the call only", lost: "not here" } as const;
const ROLES = { host: "Host", scribe: "Scribe", timekeeper: "Timekeeper", reporter: "Reporter" } as const;

/** One's group, companions and help always in view; the chat beside it. */
export function ParticipantSide({ current }: { current: Current }) {
  const [tab, setTab] = useState("group");
  return (
    <Tabs
      label="Beside the activity"
      tabs={[
        { key: "group", label: "My group" },
        { key: "chat", label: "Chat" },
      ]}
      chosen={tab}
      onChoose={setTab}
    >
      {tab === "chat" ? <Chat current={current} /> : <MyGroup current={current} />}
    </Tabs>
  );
}

function MyGroup({ current }: { current: Current }) {
  const { session, grouping, group } = current;
  const atWork = grouping && grouping.status !== "closed";
  return (
    <div className="stackv">
      {group && atWork ? (
        <Room current={current} group={group} status={grouping.status} />
      ) : (
        <Together current={current} />
      )}
      {session && (
        <Confidence>
          {session.rule_words}. {session.afterwards}
        </Confidence>
      )}
      <LostHelp current={current} group={group && atWork ? group : undefined} />
      <OnThisDevice current={current} />
    </div>
  );
}

function Together({ current }: { current: Current }) {
  const { here } = useRoom();
  const link = current.session?.call_link;
  return (
    <div className="where">
      <span>You are</span>
      <b>All together</b>
      <p>{here === 1 ? "One person here." : `${here} people here.`} Talk in the call; write here.</p>
      {link && (
        <a className="button small" href={link} target="_blank" rel="noreferrer">
          Open the main call
        </a>
      )}
    </div>
  );
}

function Room({ current, group, status }: { current: Current; group: GroupRow; status: string }) {
  const { you, presence } = useRoom();
  const others = (group.people ?? []).filter((person) => person.id !== you.person);
  const names = others.map((person) => person.name);
  return (
    <>
      <div className="where">
        <span>You are in</span>
        <b>Room {group.number}</b>
        <p>
          {names.length > 0 ? `With ${list(names)}.` : "Nobody else is here yet; somebody will join you."}{" "}
          {wayThere(current.session, group, status)}
        </p>
        {group.link && (
          <a className="button small" href={group.link} target="_blank" rel="noreferrer">
            Open the room’s call
          </a>
        )}
      </div>
      <section aria-label="With you">
        <h2>With you</h2>
        <ul className="mates plainlist">
          {others.map((person) => (
            <li key={person.id}>
              <Person name={person.name} id={person.id} note={noteOf(person, presence[person.id] ?? "lost", group)} />
            </li>
          ))}
          {group.visitors.map((name) => (
            <li key={name}>
              <Person name={name} note="visiting" />
            </li>
          ))}
        </ul>
      </section>
      {current.activity && <Roles group={group} />}
    </>
  );
}

function noteOf(person: PersonRow, presence: keyof typeof PRESENCE, group: GroupRow): string {
  const roles = Object.entries(group.roles).filter(([, who]) => who === person.id);
  const parts = [
    person.organisation,
    ...roles.map(([role]) => ROLES[role as keyof typeof ROLES].toLowerCase()),
    person.call_only ? "in the call only" : PRESENCE[presence],
    person.call_note,
    person.accompanied_by ? `with ${person.accompanied_by}` : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

function Roles({ group }: { group: GroupRow }) {
  const perform = useDo();
  const { you } = useRoom();
  const nameOf = (id: string) =>
    id === you.person ? "you" : (group.people?.find((person) => person.id === id)?.name ?? "nobody yet");
  return (
    <details className="disclosure">
      <summary>Roles</summary>
      <ul className="plainlist">
        {(Object.keys(ROLES) as (keyof typeof ROLES)[]).map((role) => (
          <li className="row between" key={role}>
            <span>
              {ROLES[role]}: {group.roles[role] ? nameOf(group.roles[role]) : "nobody yet"}
            </span>
            <Menu
              of={ROLES[role]}
              small
              actions={[
                {
                  key: "me",
                  label: "I take it",
                  run: () => void perform({ kind: "take_role", group: group.id, role, person: you.person }),
                },
                ...group.members
                  .filter((id) => id !== you.person)
                  .map((id) => ({
                    key: id,
                    label: `Ask ${nameOf(id)}`,
                    run: () => void perform({ kind: "take_role", group: group.id, role, person: id }),
                  })),
                {
                  key: "none",
                  label: "Nobody",
                  run: () => void perform({ kind: "take_role", group: group.id, role, person: "" }),
                },
              ]}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

function LostHelp({ current, group }: { current: Current; group: GroupRow | undefined }) {
  const perform = useDo();
  return (
    <div className="stackv tight">
      {group && (
        <Button
          kind="quiet"
          wide
          icon="help"
          aria-pressed={Boolean(group.help_since)}
          onClick={() => void perform({ kind: "call_facilitator", group: group.id, on: !group.help_since })}
        >
          {group.help_since ? "A facilitator is called. Never mind?" : "Call a facilitator"}
        </Button>
      )}
      <LostButton current={current} wide />
    </div>
  );
}

export function list(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
