import { useState } from "react";
import { useDo } from "../../board_kit/part";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { Segment } from "../../design/Segment";
import { Meter } from "../../design/Surfaces";
import type { Current } from "../current";
import { roundMinutes } from "../steps";
import { timeOfDay } from "../timing";
import { useRoom, useServerTime } from "../use_room";
import type { GroupingRow } from "../wire.gen";
import { useCopy } from "./copy";
import { Lost } from "./Lost";
import { allRoomsText, announcement, type Move, movesOf, type RoomMoves, roomText, timeToSet, toolName } from "./moves";

/** Moving people inside the meeting tool: by room and by name, ticked off, with only what is still to do in front. */
export function MoveSheet({
  grouping,
  current,
  onClose,
}: {
  grouping: GroupingRow;
  current: Current;
  onClose: () => void;
}) {
  const { groups, people } = useRoom();
  const [show, setShow] = useState<"left" | "all">("left");
  const copy = useCopy();
  const rooms = movesOf(
    Object.values(groups).filter((group) => group.grouping === grouping.id && group.members.length > 0),
    people,
  );
  const all = rooms.flatMap((room) => room.people);
  const left = all.filter((move) => !move.done);
  const busy = rooms.filter((room) => show === "all" || room.left > 0);
  return (
    <div className="movesheet stackv">
      <div className="stagehead">
        <div>
          <p className="eyebrow">{current.item?.title}</p>
          <h2>
            Move {all.length} people to {rooms.length} {rooms.length === 1 ? "room" : "rooms"}
          </h2>
        </div>
        <Segment
          label="Show"
          options={[
            { value: "left", label: `To move, ${left.length}` },
            { value: "all", label: `All ${all.length}` },
          ]}
          value={show}
          onChange={setShow}
        />
        <Button kind="quiet" size="small" icon="copy" onClick={() => void copy(allRoomsText(rooms), "All rooms")}>
          Copy all rooms
        </Button>
        <Button kind="quiet" size="small" icon="print" onClick={() => window.print()}>
          Print
        </Button>
        <Button kind="quiet" size="small" icon="board" onClick={onClose}>
          Back to the room
        </Button>
      </div>
      <div className="card movedsofar" role="status">
        <span>
          <b>{all.length - left.length}</b> moved, <b>{left.length}</b> to go
        </span>
        <Meter value={all.length - left.length} max={all.length} label="moved" />
        <span className="soft">{rooms.filter((room) => room.left === 0).length} rooms done</span>
      </div>
      <div className="movecols">
        <div className="stackv">
          <div className="moverooms">
            {busy.map((room) => (
              <RoomCard key={room.group.id} room={room} grouping={grouping} show={show} />
            ))}
          </div>
          <Done rooms={rooms.filter((room) => room.left === 0)} />
          <ByName moves={show === "all" ? all : left} title={show === "all" ? "By name" : "By name, still to move"} />
        </div>
        <div className="stackv noprint">
          <Lost current={current} />
          <TimeToSet grouping={grouping} current={current} />
          <Announcement current={current} />
          <InFile grouping={grouping} session={current.session?.id ?? ""} all={all} />
        </div>
      </div>
    </div>
  );
}

function RoomCard({ room, grouping, show }: { room: RoomMoves; grouping: GroupingRow; show: "left" | "all" }) {
  const perform = useDo();
  const copy = useCopy();
  const { group, people, left } = room;
  const shown = people.filter((move) => show === "all" || !move.done);
  const stay = people.length - left;
  return (
    <section className="card moveroom" aria-label={`Room ${group.number}`}>
      <header>
        <h3>Room {group.number}</h3>
        <span className="soft">
          {left} to move{stay > 0 ? `, ${stay === 1 ? "1 is" : `${stay} are`} there` : ""}
        </span>
      </header>
      <ul className="plainlist">
        {shown.map((move) => (
          <li key={move.id}>
            <MoveLine move={move} grouping={grouping.id} />
          </li>
        ))}
      </ul>
      <p className="row tight noprint">
        {left > 1 && (
          <button
            type="button"
            className="linkbutton"
            onClick={() =>
              void perform({
                kind: "tick_moves",
                grouping: grouping.id,
                people: people.filter((move) => !move.done).map((move) => move.id),
              })
            }
          >
            All {left} are there
          </button>
        )}
        <button type="button" className="linkbutton" onClick={() => void copy(roomText(room), `Room ${group.number}`)}>
          Copy room {group.number}
        </button>
      </p>
    </section>
  );
}

function MoveLine({ move, grouping }: { move: Move; grouping: string }) {
  const perform = useDo();
  return (
    <label className="choice">
      <input
        type="checkbox"
        checked={move.done}
        onChange={() => void perform({ kind: "tick_moves", grouping, people: [move.id], done: !move.done })}
      />
      <span>
        <b dir="auto">{move.callName}</b> {move.callName !== move.name && <small dir="auto">{move.name}</small>}
        {move.from !== null && !move.done && <small> from room {move.from}</small>}
      </span>
    </label>
  );
}

function Done({ rooms }: { rooms: readonly RoomMoves[] }) {
  if (rooms.length === 0) return null;
  return (
    <section aria-label="Nothing left to do in these rooms">
      <h3 className="plain">Nothing left to do in these rooms</h3>
      <ul className="plainlist roomsdone">
        {rooms.map((room) => (
          <li key={room.group.id}>
            <Icon name="check" /> <b>Room {room.group.number}</b>
            <span className="soft">{room.people.length === 1 ? "1 person" : `${room.people.length} people`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ByName({ moves, title }: { moves: readonly Move[]; title: string }) {
  if (moves.length === 0) return null;
  const sorted = [...moves].sort((a, b) => a.callName.localeCompare(b.callName));
  return (
    <section className="card" aria-label={title}>
      <h3>{title}</h3>
      <ul className="plainlist movenames">
        {sorted.map((move) => (
          <li key={move.id}>
            <span dir="auto">{move.callName}</span>
            <b>
              <span className="vh">room </span>
              {move.room}
            </b>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Which time the rooms get in the meeting tool, so that they close when the round does. */
export function TimeToSet({ grouping, current }: { grouping: GroupingRow; current: Current }) {
  const now = useServerTime(5000);
  const { session, item } = current;
  if (!session || !item) return null;
  const { minutes, endsAt } = timeToSet(grouping, roundMinutes(current, item), now);
  const begun = grouping.status !== "sent";
  return (
    <section className="card timetoset" aria-label={`Set in ${toolName(session)}`}>
      <h3>Set in {toolName(session)}</h3>
      <b>{minutes} min</b>
      <p className="soft">
        {begun
          ? `Rooms close at ${timeOfDay(endsAt, session.zone)}.`
          : "Set this, then press “Rooms are open”: both clocks start together."}{" "}
        {session.transfer ? `Then ${session.transfer} min to come back are planned.` : ""}
      </p>
    </section>
  );
}

function Announcement({ current }: { current: Current }) {
  const copy = useCopy();
  if (!current.session) return null;
  const words = announcement(current.session);
  return (
    <section className="card" aria-label="Say, or paste in the chat">
      <h3>Say, or paste in the chat</h3>
      <p className="sayit">{words}</p>
      <Button size="small" icon="copy" onClick={() => void copy(words, "Announcement")}>
        Copy announcement
      </Button>
    </section>
  );
}

/** Zoom takes a file of rooms; and rooms made anew in the meeting tool are empty again. */
function InFile({ grouping, session, all }: { grouping: GroupingRow; session: string; all: readonly Move[] }) {
  const perform = useDo();
  return (
    <section className="card" aria-label="Other ways">
      <h3>Other ways</h3>
      <p>
        <a href={`/room/${session}/rooms.csv?groups=${grouping.id}`} download>
          A file of rooms for Zoom (CSV)
        </a>
      </p>
      <p className="hint">Zoom knows people by their e-mail address. Move who gave none by hand.</p>
      {all.length > 0 && (
        <p>
          <button
            type="button"
            className="linkbutton"
            onClick={() =>
              void perform({
                kind: "tick_moves",
                grouping: grouping.id,
                people: all.map((move) => move.id),
                done: false,
              })
            }
          >
            The rooms were made anew: start the sheet again
          </button>
        </p>
      )}
    </section>
  );
}
