import { useEffect, useState } from "react";
import { useDo } from "../board_kit/part";
import { Button, IconButton } from "../design/Button";
import { classes } from "../design/classes";
import { Menu, type MenuAction } from "../design/Menu";
import { Avatar } from "../design/People";
import { Segment } from "../design/Segment";
import { Tag } from "../design/Surfaces";
import { useRoom } from "./use_room";
import { Wishes } from "./Wishes";
import type { GroupingRow, GroupRow, ReasonRow } from "./wire.gen";

const WORDS: Record<string, string> = {
  met_before: "have met before",
  same_organisation: "share an employer",
  same_sector: "work in one sector",
  same_party: "booked together",
  same_label: "have something in common",
  both_facilitate: "both facilitate",
  kept_together: "are kept together",
};

/** Whoever just pressed “Make groups” by keyboard goes on here; whoever is at something else stays there. */
function comeHere(): void {
  const at = document.activeElement;
  if (at === document.body || at?.closest(".controls")) document.getElementById("main")?.focus({ preventScroll: true });
}

/** Look before you send: reasons, pins, moving by menu or drag. Nobody is moved until Send is pressed. */
export function GroupPrep({ grouping, onClose }: { grouping: GroupingRow; onClose: () => void }) {
  const { groups, items } = useRoom();
  const perform = useDo();
  const [view, setView] = useState<"cards" | "list">("cards");
  useEffect(comeHere, []);
  const there = Object.values(groups)
    .filter((group) => group.grouping === grouping.id)
    .sort((a, b) => a.number - b.number);
  const pins = there.reduce((sum, group) => sum + (group.pins?.length ?? 0), 0);
  const people = there.reduce((sum, group) => sum + group.members.length, 0);
  const plan = grouping.plan ?? {};
  const item = items[grouping.item];
  return (
    <>
      <div className="stagehead">
        <div>
          <p className="eyebrow">For: {item?.title}</p>
          <h2>Look before you send</h2>
        </div>
        <Segment
          label="How to show groups"
          options={[
            { value: "cards", label: "Cards", icon: "board" },
            { value: "list", label: "List", icon: "list" },
          ]}
          value={view}
          onChange={setView}
        />
        <Button
          kind="quiet"
          icon="shuffle"
          onClick={() => void perform({ kind: "propose_groups", item: grouping.item, plan, grouping: grouping.id })}
        >
          Reshuffle{pins > 0 ? `, keep ${pins} ${pins === 1 ? "pin" : "pins"}` : ""}
        </Button>
      </div>
      <div className="stackv">
        <Quality grouping={grouping} />
        <div className="groupprep">
          {view === "cards" ? (
            <div className="groupcards">
              {there.map((group) => (
                <GroupCard key={group.id} group={group} all={there} grouping={grouping} />
              ))}
            </div>
          ) : (
            <GroupTable groups={there} grouping={grouping} />
          )}
          <Without grouping={grouping} groups={there} />
        </div>
        <div className="row">
          <Button size="big" icon="send" onClick={() => void perform({ kind: "send_groups", grouping: grouping.id })}>
            Send {people} people to {there.length} {there.length === 1 ? "group" : "groups"}
          </Button>
          <Button kind="quiet" onClick={onClose}>
            Save for later
          </Button>
          <p className="hint">Nobody is moved until you press Send. You can still move people afterwards.</p>
        </div>
      </div>
    </>
  );
}

function Quality({ grouping }: { grouping: GroupingRow }) {
  const report = grouping.report;
  if (!report) return null;
  return (
    <div className="cost">
      <div>
        {report.returning ? (
          <b>The same groups as before</b>
        ) : (
          <>
            <b>{report.repeats || "Nobody"}</b>{" "}
            {["has met before", "pair has met before"][report.repeats] ?? "pairs have met before"}
          </>
        )}
      </div>
      <div>
        <b>{report.same_organisation || "Nobody"}</b>{" "}
        {["is with a colleague", "pair from the same organisation"][report.same_organisation] ??
          "pairs from the same organisation"}
      </div>
      <div className="push">{report.best && <Tag icon="check">Best there is</Tag>}</div>
    </div>
  );
}

function reasonsOf(grouping: GroupingRow, group: GroupRow): ReasonRow[] {
  return (grouping.report?.reasons ?? []).filter((reason) =>
    reason.people.every((person) => group.members.includes(person)),
  );
}

type OneGroup = { group: GroupRow; all: readonly GroupRow[]; grouping: GroupingRow };

function GroupCard({ group, all, grouping }: OneGroup) {
  const { people } = useRoom();
  const perform = useDo();
  const [over, setOver] = useState(false);
  const reasons = reasonsOf(grouping, group).filter((reason) => reason.code !== "same_sector");
  const name = (id: string) => people[id]?.name ?? "Someone";
  const organisations = new Set(group.members.map((id) => people[id]?.organisation || id)).size;
  return (
    <section
      className={classes("groupcard", over && "over")}
      aria-label={`Group ${group.number}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const person = event.dataTransfer.getData("text/plain");
        if (person) void perform({ kind: "move_person", grouping: grouping.id, person, group: group.id });
      }}
    >
      <header>
        <h3>Group {group.number}</h3>
        <span className="faint">{group.members.length === 1 ? "1 person" : `${group.members.length} people`}</span>
      </header>
      <ul className="plainlist">
        {group.members.map((id) => (
          <Member key={id} id={id} group={group} all={all} grouping={grouping} />
        ))}
      </ul>
      <p className="why">
        {!grouping.report?.returning && !reasons.some((reason) => reason.code === "met_before") && (
          <Tag icon="check">Nobody has met</Tag>
        )}
        {reasons.map((reason) => (
          <Tag
            key={`${reason.code}${reason.people.join()}`}
            tone={reason.code === "same_party" || reason.code === "kept_together" ? "plum" : "amber"}
          >
            {reason.people.map(name).join(" and ")} {WORDS[reason.code] ?? reason.code}
          </Tag>
        ))}
        <Tag tone="sky">{organisations === 1 ? "1 organisation" : `${organisations} organisations`}</Tag>
      </p>
    </section>
  );
}

/** How many people have other companions once somebody changes between two groups: everybody in them. */
function disturbed(one: GroupRow, other: GroupRow): number {
  return one.members.length + other.members.length;
}

function useMoves(
  id: string,
  { group, all, grouping }: OneGroup,
): { actions: MenuAction[]; pinned: boolean; pin: () => void } {
  const { people } = useRoom();
  const perform = useDo();
  const pinned = group.pins?.includes(id) ?? false;
  const pin = () => void perform({ kind: "pin_person", grouping: grouping.id, person: id, pin: !pinned });
  const moves: MenuAction[] = all
    .filter((other) => other.id !== group.id)
    .map((other) => ({
      key: other.id,
      label: `To group ${other.number}`,
      note: `${other.members.length} people; new company for ${disturbed(group, other)}`,
      run: () => void perform({ kind: "move_person", grouping: grouping.id, person: id, group: other.id }),
    }));
  const swaps: MenuAction[] = all
    .filter((other) => other.id !== group.id)
    .flatMap((other) => other.members.map((one) => ({ id: one, disturbs: disturbed(group, other) })))
    .map((other) => ({
      key: `swap-${other.id}`,
      note: `new company for ${other.disturbs}`,
      label: `Swap with ${people[other.id]?.name ?? "someone"}`,
      run: () => void perform({ kind: "move_person", grouping: grouping.id, person: id, swap: other.id }),
    }));
  const keep: MenuAction = {
    key: "pin",
    label: pinned ? "Let them be reshuffled" : `Keep in group ${group.number}`,
    icon: "pin",
    run: pin,
  };
  const out: MenuAction = {
    key: "out",
    label: "Take out of the groups",
    run: () => void perform({ kind: "move_person", grouping: grouping.id, person: id }),
  };
  return { actions: [keep, ...moves, out, ...swaps], pinned, pin };
}

function Member({ id, ...place }: OneGroup & { id: string }) {
  const { people } = useRoom();
  const { actions, pinned, pin } = useMoves(id, place);
  const person = people[id];
  const name = person?.name ?? "Someone";
  return (
    <li
      className={classes("member", pinned && "pinned")}
      draggable
      onDragStart={(event) => event.dataTransfer.setData("text/plain", id)}
    >
      <Avatar name={name} id={id} />
      <span>
        <b dir="auto">{name}</b>
        <small>{person?.organisation}</small>
      </span>
      <IconButton
        label={pinned ? `Let ${name} be reshuffled` : `Keep ${name} here`}
        icon="pin"
        pressed={pinned}
        bare
        small
        onClick={pin}
      />
      <Menu of={name} heading={`Move ${name}`} small actions={actions} />
    </li>
  );
}

function GroupTable({ groups, grouping }: { groups: readonly GroupRow[]; grouping: GroupingRow }) {
  return (
    <table className="table tocards grouplist">
      <caption className="vh">Groups as a list</caption>
      <thead>
        <tr>
          <th scope="col">Person</th>
          <th scope="col">Organisation</th>
          <th scope="col">Group</th>
          <th scope="col">
            <span className="vh">Move</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.flatMap((group) =>
          group.members.map((id) => <TableRow key={id} id={id} group={group} all={groups} grouping={grouping} />),
        )}
      </tbody>
    </table>
  );
}

function TableRow({ id, ...place }: OneGroup & { id: string }) {
  const { people } = useRoom();
  const { actions, pinned } = useMoves(id, place);
  const name = people[id]?.name ?? "Someone";
  return (
    <tr>
      <th scope="row">
        {name} {pinned && <Tag>kept here</Tag>}
      </th>
      <td data-label="Organisation">{people[id]?.organisation}</td>
      <td data-label="Group">{place.group.number}</td>
      <td>
        <Menu of={name} heading={`Move ${name}`} small actions={actions} />
      </td>
    </tr>
  );
}

/** People who are here and in none of these groups: late arrivals, most often. */
function Without({ grouping, groups }: { grouping: GroupingRow; groups: readonly GroupRow[] }) {
  const { people } = useRoom();
  const perform = useDo();
  const placed = new Set(groups.flatMap((group) => group.members));
  const late = Object.values(people).filter(
    (person) => person.here && person.admitted && person.roles?.length === 0 && !placed.has(person.id),
  );
  const smallest = [...groups].sort((a, b) => a.members.length - b.members.length)[0];
  const words = grouping.report?.words ?? [];
  return (
    <div className="stackv">
      <section className="card late" aria-label="Late arrivals">
        <h3>Late arrivals</h3>
        {late.length === 0 && (
          <p className="hint">
            Everyone who is here has a group. Whoever comes later is shown under Groups, with the smallest group to
            join, and is told why.
          </p>
        )}
        <ul className="plainlist">
          {late.map((person) => (
            <li key={person.id}>
              <Avatar name={person.name} id={person.id} />
              <b>{person.name}</b>
              {smallest && (
                <Button
                  kind="quiet"
                  size="small"
                  onClick={() =>
                    void perform({ kind: "move_person", grouping: grouping.id, person: person.id, group: smallest.id })
                  }
                >
                  Place in group {smallest.number}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      <Wishes grouping={grouping} />
      {words.length > 0 && (
        <section className="card" aria-label="In words">
          <h3>In words</h3>
          <ul className="wishes plainlist">
            {words.map((word) => (
              <li key={word}>{word}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
