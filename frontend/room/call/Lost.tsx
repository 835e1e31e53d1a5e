import { useDo } from "../../board_kit/part";
import { Button } from "../../design/Button";
import type { Current } from "../current";
import { useRoom } from "../use_room";

/** Who is lost, the longest first, and who says they are in another room: answered with one tap, for every facilitator. */
export function Lost({ current }: { current: Current }) {
  const { people, groups } = useRoom();
  const perform = useDo();
  const { grouping } = current;
  const there = Object.values(groups).filter((group) => group.grouping === grouping?.id);
  const says = Object.values(people).filter((person) => person.says_room != null);
  const asking = Object.values(people)
    .filter((person) => person.lost_at != null && person.says_room == null)
    .sort((a, b) => Number(a.lost_at) - Number(b.lost_at));
  const planned = (id: string) => there.find((group) => group.members.includes(id))?.number;
  if (says.length + asking.length === 0) return null;
  const answer = (person: string, yes: boolean) =>
    grouping && void perform({ kind: "answer_room", grouping: grouping.id, person, yes });
  return (
    <section aria-label="People who are lost">
      <h2>People who are lost</h2>
      <ul className="plainlist lostlist">
        {says.map((person) => (
          <li key={person.id}>
            <span>
              <b>
                {person.name} says: I’m in room {person.says_room}
              </b>
              <small>
                {planned(person.id) ? `Planned for room ${planned(person.id)}. ` : ""}Their own words go along.
              </small>
            </span>
            <Button size="small" onClick={() => answer(person.id, true)}>
              Let them stay
            </Button>
            <Button size="small" kind="plain" onClick={() => answer(person.id, false)}>
              No, as planned
            </Button>
          </li>
        ))}
        {asking.map(({ id, name }) => (
          <li key={id}>
            <span>
              <b>{name} is lost</b>
              <small>{planned(id) ? `Planned for room ${planned(id)}.` : "In no room."}</small>
            </span>
            <Button size="small" kind="quiet" onClick={() => void perform({ kind: "found", person: id })}>
              Found
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
