import { useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { classes } from "../design/classes";
import { EmptyState } from "../design/EmptyState";
import { Menu } from "../design/Menu";
import { Person } from "../design/People";
import { Meter, Tag } from "../design/Surfaces";
import { Tabs } from "../design/Tabs";
import { Chat } from "./Chat";
import { CallModes } from "./call/CallModes";
import { Lost } from "./call/Lost";
import { WhoMet } from "./call/WhoMet";
import type { Current } from "./current";
import { People, PRESENCE } from "./PeopleList";
import { useRoom } from "./use_room";
import type { GroupingRow, GroupRow, PersonRow } from "./wire.gen";

/** Every group on one screen as counts, hands in order, people and how they are here, and the chat. */
export function FacilitatorSide({ current, onSheet }: { current: Current; onSheet: () => void }) {
  const { people } = useRoom();
  const [tab, setTab] = useState("groups");
  const guests = Object.values(people).filter((person) => person.admitted === false).length;
  return (
    <>
      <Hands />
      <Lost current={current} />
      <Tabs
        label="Beside the activity"
        tabs={[
          { key: "groups", label: "Groups" },
          { key: "people", label: "People", ...(guests ? { note: `${guests} at the door` } : {}) },
          { key: "chat", label: "Chat" },
        ]}
        chosen={tab}
        onChoose={setTab}
      >
        {tab === "groups" && <Groups current={current} onSheet={onSheet} />}
        {tab === "people" && <People current={current} />}
        {tab === "chat" && <Chat current={current} />}
      </Tabs>
    </>
  );
}

function Hands() {
  const { people } = useRoom();
  const perform = useDo();
  const up = Object.values(people)
    .filter((person) => person.hand_at)
    .sort((a, b) => (a.hand_at ?? 0) - (b.hand_at ?? 0));
  if (up.length === 0) return null;
  const row = (person: PersonRow) => (
    <li key={person.id}>
      <span>{person.name}</span>
      <Button kind="quiet" size="small" onClick={() => void perform({ kind: "hand", up: false, person: person.id })}>
        Done <span className="vh">with {person.name}</span>
      </Button>
    </li>
  );
  const later = up.slice(FIRST_HANDS);
  return (
    <section aria-label="Hands up">
      <h2>Hands up</h2>
      <ol className="hands">{up.slice(0, FIRST_HANDS).map(row)}</ol>
      {later.length > 0 && (
        <details className="disclosure">
          <summary>And {later.length} more</summary>
          <ol className="hands more" start={FIRST_HANDS + 1}>
            {later.map(row)}
          </ol>
        </details>
      )}
    </section>
  );
}

/** So many hands stand above the groups; the others wait behind them, in their order. */
const FIRST_HANDS = 4;

function Groups({ current, onSheet }: { current: Current; onSheet: () => void }) {
  const { groups } = useRoom();
  const grouping = current.grouping;
  const there = Object.values(groups)
    .filter((group) => group.grouping === grouping?.id)
    .sort((a, b) => a.number - b.number);
  const together = !grouping || grouping.status === "closed";
  if (together || there.length === 0)
    return (
      <>
        <EmptyState title={together ? "Everyone is together" : "Nobody has said yet where they are"}>
          Groups at work are shown here.
        </EmptyState>
        <CallModes />
        <WhoMet />
      </>
    );
  return (
    <>
      {grouping.status !== "proposed" && (
        <Button kind="quiet" size="small" icon="swap" onClick={onSheet}>
          Move sheet
        </Button>
      )}
      <Late grouping={grouping} groups={there} />
      <ul className="progresslist">
        {there.map((group) => (
          <Progress key={group.id} group={group} current={current} />
        ))}
      </ul>
      <CallModes />
      <WhoMet />
    </>
  );
}

function Progress({ group, current }: { group: GroupRow; current: Current }) {
  const { counts, you, people, presence } = useRoom();
  const perform = useDo();
  const rows = Object.values(counts).filter(
    (count) => count.activity === current.activity?.id && count.group === group.id,
  );
  const written = rows.filter((row) => row.kind !== "finished");
  const entries = written.reduce((sum, row) => sum + (row.entries ?? 0), 0);
  const finished = rows.find((row) => row.kind === "finished");
  const here = group.members.filter((id) => ["here", "call_only"].includes(presence[id] ?? "lost")).length;
  const inside = group.visitors.some((name) => name === you.name);
  const shownAlready = current.stage && !["gathering", "ready", "draft"].includes(current.stage.state);
  return (
    <li className={classes(group.help_since !== null && "asks", inside && "here")}>
      <b>Group {group.number}</b>
      {group.help_since ? (
        <Tag tone="coral">asks for you</Tag>
      ) : (
        <span className="count">{entries === 1 ? "1 note" : `${entries} notes`}</span>
      )}
      <Meter
        value={finished?.count ?? 0}
        max={group.members.length}
        label={`${finished?.count ?? 0} of ${group.members.length} finished`}
      />
      <span className="faint">
        {here} of {group.members.length} here
        {group.pen && current.stage?.parts?.some((part) => part.type === "statement") ? " · the pen is held" : ""}
        {group.members.length === 1 ? " · alone" : ""}
      </span>
      <div className="row tight">
        <Button
          kind="quiet"
          size="small"
          onClick={() => void perform({ kind: "knock", group: group.id, enter: !inside })}
          {...(shownAlready || inside
            ? {}
            : { whyNot: "They are writing alone. You can come in once their notes are shown." })}
        >
          {inside ? "Leave" : "Knock and come in"} <span className="vh">(group {group.number})</span>
        </Button>
        {group.help_since && (
          <Button
            kind="plain"
            size="small"
            onClick={() => void perform({ kind: "call_facilitator", group: group.id, on: false })}
          >
            Solved <span className="vh">for group {group.number}</span>
          </Button>
        )}
      </div>
      <details className="disclosure">
        <summary>Who is in group {group.number}</summary>
        <ul className="presence plainlist">
          {group.members.map((id) => (
            <li key={id}>
              <Person name={people[id]?.name ?? "Someone"} id={id} note={PRESENCE[presence[id] ?? "lost"]} />
              <span className="push">
                <MoveMenu id={id} group={group} />
              </span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

/** Move somebody to another group at work. What they wrote stays with the group it was written in. */
function MoveMenu({ id, group }: { id: string; group: GroupRow }) {
  const { groups, people } = useRoom();
  const perform = useDo();
  const others = Object.values(groups)
    .filter((other) => other.grouping === group.grouping && other.id !== group.id)
    .sort((a, b) => a.number - b.number);
  const name = people[id]?.name ?? "Someone";
  if (others.length === 0) return null;
  return (
    <Menu
      of={name}
      heading={`Move ${name}`}
      small
      actions={others.map((other) => ({
        key: other.id,
        label: `To group ${other.number}`,
        note: `${other.members.length} people`,
        run: () => void perform({ kind: "move_person", grouping: group.grouping, person: id, group: other.id }),
      }))}
    />
  );
}

/** People who are here and in no group, and a group of one: offered a place by rule, and told why. */
function Late({ grouping, groups }: { grouping: GroupingRow; groups: readonly GroupRow[] }) {
  const { people } = useRoom();
  const perform = useDo();
  if (!["sent", "open"].includes(grouping.status)) return null;
  const placed = new Set(groups.flatMap((group) => group.members));
  const late = Object.values(people).filter(
    (person) => person.here && person.admitted && person.roles?.length === 0 && !placed.has(person.id),
  );
  const alone = groups.filter((group) => group.members.length === 1);
  if (late.length === 0 && alone.length === 0) return null;
  const smallest = (besides?: GroupRow) =>
    [...groups]
      .filter((group) => group !== besides && group.members.length > 0)
      .sort((a, b) => a.members.length - b.members.length)[0];
  const place = (who: string[], group?: GroupRow) =>
    void perform({ kind: "place_late", grouping: grouping.id, people: who, group: group?.id ?? "" });
  return (
    <section className="card late" aria-label="Without a group">
      <h2 className="strong">Without a group</h2>
      <ul className="plainlist">
        {late.map((person) => (
          <li key={person.id}>
            <Person name={person.name} id={person.id} note={person.organisation ?? ""} />
            <PlaceMenu groups={groups} onPlace={(group) => place([person.id], group)} first={smallest()} />
          </li>
        ))}
        {alone.map((group) => {
          const only = group.members[0] ?? "";
          const target = smallest(group);
          return (
            <li key={group.id}>
              <span>
                {people[only]?.name ?? "Someone"} is alone in group {group.number}
              </span>
              {target && (
                <Button kind="quiet" size="small" onClick={() => place([only], target)}>
                  Bring to group {target.number}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {late.length >= 2 && late.length <= 4 && (
        <Button kind="quiet" size="small" onClick={() => place(late.map((person) => person.id))}>
          {late.length === 2 ? "Put these two together" : "Put these together"}
        </Button>
      )}
    </section>
  );
}

function PlaceMenu({
  groups,
  first,
  onPlace,
}: {
  groups: readonly GroupRow[];
  first: GroupRow | undefined;
  onPlace: (group: GroupRow) => void;
}) {
  const words = (size: number) =>
    size === 1 ? "a pair" : size === 2 ? "a three" : size === 3 ? "a four" : `${size + 1}`;
  return (
    <span className="row tight">
      {first && (
        <Button kind="quiet" size="small" onClick={() => onPlace(first)}>
          Join group {first.number}: becomes {words(first.members.length)}
        </Button>
      )}
      <Menu
        of="another group"
        label="Another group"
        small
        actions={groups.map((group) => ({
          key: group.id,
          label: `Group ${group.number}`,
          note: `${group.members.length} people`,
          run: () => onPlace(group),
        }))}
      />
    </span>
  );
}
