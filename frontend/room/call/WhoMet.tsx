import { useDo } from "../../board_kit/part";
import { Button } from "../../design/Button";
import { Menu } from "../../design/Menu";
import { Person } from "../../design/People";
import { useRoom } from "../use_room";
import type { GroupingRow, GroupRow, PersonRow } from "../wire.gen";
import { NOWHERE, type Seat, seatsOf } from "./who_met";

/** Once groups have come back: who was in which room, so that the memory of who met whom can be put right. */
export function WhoMet() {
  const { groupings } = useRoom();
  const back = Object.values(groupings)
    .filter((one) => one.status === "closed" && one.opened_at && one.report)
    .sort((a, b) => (b.opened_at ?? 0) - (a.opened_at ?? 0));
  return back.map((grouping) => <Round key={grouping.id} grouping={grouping} />);
}

function Round({ grouping }: { grouping: GroupingRow }) {
  const { groups, people, items } = useRoom();
  const rooms = Object.values(groups)
    .filter((group) => group.grouping === grouping.id)
    .sort((a, b) => a.number - b.number);
  const seats = seatsOf(grouping, rooms, people);
  const right = seats.filter((seat) => seat.planned !== seat.was).length;
  const title = items[grouping.item]?.title ?? "Groups";
  return (
    <details className="disclosure whomet">
      <summary>
        Who was in which room: {title}
        {right > 0 && `, ${right} put right`}
      </summary>
      <p className="hint">
        Was somebody in another room? Put it right here: the next groups go by it. What they wrote stays where it is.
      </p>
      {rooms.map((room) => (
        <Room key={room.id} title={`Room ${room.number}`} at={room.id} {...{ grouping, rooms, people, seats }} />
      ))}
      <Room title="In none of them" at={NOWHERE} {...{ grouping, rooms, people, seats }} />
    </details>
  );
}

interface RoomProps {
  title: string;
  at: string;
  grouping: GroupingRow;
  rooms: readonly GroupRow[];
  people: Record<string, PersonRow>;
  seats: readonly Seat[];
}

function Room({ title, at, grouping, rooms, people, seats }: RoomProps) {
  const there = seats.filter((seat) => seat.was === at);
  if (there.length === 0) return null;
  return (
    <section aria-label={`${title}, as it was`}>
      <h3>{title}</h3>
      <ul className="presence plainlist">
        {there.map((seat) => (
          <SeatLine key={seat.id} seat={seat} name={people[seat.id]?.name ?? "Someone"} {...{ grouping, rooms }} />
        ))}
      </ul>
    </section>
  );
}

type LineProps = { seat: Seat; name: string; grouping: GroupingRow; rooms: readonly GroupRow[] };

function SeatLine({ seat, name, grouping, rooms }: LineProps) {
  const perform = useDo();
  const put = (group: string) =>
    void perform({ kind: "correct_meeting", grouping: grouping.id, person: seat.id, group });
  const planned = rooms.find((room) => room.id === seat.planned);
  const corrected = seat.planned !== seat.was;
  const others = [
    ...rooms.map((room) => ({ key: room.id, label: `Was in room ${room.number}` })),
    { key: NOWHERE, label: "Was in none of them" },
  ].filter((place) => place.key !== seat.was);
  return (
    <li>
      <Person
        name={name}
        id={seat.id}
        note={corrected ? `put right: the groups said ${planned ? `room ${planned.number}` : "no room"}` : ""}
      />
      <span className="push row tight">
        {corrected && (
          <Button kind="plain" size="small" onClick={() => put(seat.planned)}>
            Undo<span className="vh">: {name}</span>
          </Button>
        )}
        <Menu
          of={name}
          label={`Where ${name} was`}
          heading={`Where ${name} was`}
          small
          actions={others.map((place) => ({ ...place, key: place.key || "none", run: () => put(place.key) }))}
        />
      </span>
    </li>
  );
}
