import { useState } from "react";
import { useDo } from "../../board_kit/part";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Icon } from "../../design/Icon";
import type { Current } from "../current";
import { list } from "../ParticipantSide";
import { useRoom } from "../use_room";
import type { GroupingRow, GroupRow, SessionRow } from "../wire.gen";
import { toolName } from "./moves";

/** How one gets to one's room, in one line. */
export function wayThere(session: SessionRow | undefined, group: GroupRow, status: string): string {
  const tool = toolName(session);
  if (session?.call_mode === "links" && group.link) return "Open its call, and leave this page open beside it.";
  if (session?.call_mode === "follow") return `This is the room you said you are in. Leave this page open.`;
  if (status === "sent") return `Stay in ${tool}. You will be moved to room ${group.number}. Leave this page open.`;
  return `Stay in ${tool}: you are moved to room ${group.number}. Leave this page open.`;
}

/** On every screen of a group, at every width: which room, with whom, and what to do when lost. */
export function WhereStrip({ current }: { current: Current }) {
  const { you } = useRoom();
  const { group, grouping, session } = current;
  if (you.facilitator || !grouping || grouping.status === "closed") return null;
  if (!group?.members.includes(you.person)) return <RoomPad grouping={grouping} session={session} />;
  const others = (group.people ?? []).filter((person) => person.id !== you.person).map((person) => person.name);
  return (
    <div className="wherestrip">
      <p>
        <b>Room {group.number}</b> <span>{others.length > 0 ? `with ${list(others)}` : "nobody else is here yet"}</span>
        {you.says_room != null && <small> You say you are in room {you.says_room}; the producer will answer.</small>}
        {grouping.status === "sent" && <small> {wayThere(session, group, grouping.status)}</small>}
      </p>
      {group.link && grouping.status === "sent" && (
        <a className="button small" href={group.link} target="_blank" rel="noreferrer">
          Open the room’s call
        </a>
      )}
      <LostButton current={current} />
    </div>
  );
}

/** “I’m lost”: back to the main call, ring the producer, or say in which room one is. */
export function LostButton({ current, wide = false }: { current: Current; wide?: boolean }) {
  const [open, setOpen] = useState(false);
  const { you } = useRoom();
  const name = useProducersName();
  return (
    <>
      <Button kind="quiet" size="small" icon="lost" wide={wide} onClick={() => setOpen(true)}>
        {you.lost_at == null ? "I’m lost" : `I’m lost: ${name} knows`}
      </Button>
      <LostDialog current={current} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

/** Whoever moves people, by their first name. */
function useProducersName(): string {
  const producer = Object.values(useRoom().people).find((person) => person.roles?.includes("producer"));
  return producer?.name.split(" ")[0] ?? "the producer";
}

function LostDialog({ current, open, onClose }: { current: Current; open: boolean; onClose: () => void }) {
  const perform = useDo();
  const { you } = useRoom();
  const name = useProducersName();
  const { session, grouping, group } = current;
  const phone = session?.help_phone;
  const told = you.lost_at != null;
  return (
    <Dialog open={open} onClose={onClose} title="Lost? That is quickly mended">
      <div className="stackv lostways">
        <p role="status">
          {told
            ? `${cap(name)} knows, and comes to find you. Stay on this page.`
            : "Your text is kept, whatever you do."}
        </p>
        <Button icon="lost" wide onClick={() => void perform({ kind: "lost" })}>
          Tell {name} that I’m lost
        </Button>
        {phone && (
          <a className="button quiet wide" href={`tel:${phone.replace(/[^+\d]/g, "")}`}>
            <Icon name="tel" /> Ring {name}: {phone}
          </a>
        )}
        {session?.call_link ? (
          <a className="button quiet wide" href={session.call_link} target="_blank" rel="noreferrer">
            <Icon name="video" /> Back to the main call
          </a>
        ) : (
          <p>Back to the main call: in {toolName(session)}, leave the room, and choose “return to the main meeting”.</p>
        )}
        {grouping && grouping.status !== "closed" && (
          <section aria-label="I am in another room">
            <h3>I’m in another room</h3>
            <RoomNumbers
              grouping={grouping}
              mine={group?.members.includes(you.person) ? group.number : undefined}
              onSaid={onClose}
            />
          </section>
        )}
        {told && (
          <Button icon="check" kind="quiet" wide onClick={() => void perform({ kind: "found" }).then(onClose)}>
            I have found my way
          </Button>
        )}
      </div>
    </Dialog>
  );
}

const cap = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** How many rooms there may be where only the producer knows: people type the number they see. */
const MOST_ROOMS = 100;

function RoomNumbers({
  grouping,
  mine,
  onSaid,
}: {
  grouping: GroupingRow;
  mine: number | undefined;
  onSaid?: () => void;
}) {
  const perform = useDo();
  const [typed, setTyped] = useState("");
  const say = async (number: number) => {
    if (await perform({ kind: "say_room", grouping: grouping.id, number })) onSaid?.();
  };
  const numbers = Array.from({ length: grouping.rooms ?? 0 }, (_, place) => place + 1);
  if (numbers.length > 0) {
    return (
      <ul className="plainlist roompad">
        {numbers.map((number) => (
          <li key={number}>
            <Button
              kind={number === mine ? "main" : "quiet"}
              aria-pressed={number === mine}
              aria-label={`Room ${number}`}
              onClick={() => void say(number)}
            >
              {number}
            </Button>
          </li>
        ))}
      </ul>
    );
  }
  const number = Number(typed);
  const usable = Number.isInteger(number) && number >= 1 && number <= MOST_ROOMS;
  return (
    <form
      className="row tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (usable) void say(number);
      }}
    >
      <label>
        Its number{" "}
        <input
          className="input roomnumber"
          inputMode="numeric"
          pattern="[0-9]*"
          maxLength={3}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <Button type="submit" size="small" kind="quiet" {...(usable ? {} : { whyNot: "Type the room’s number first." })}>
        I’m in this room
      </Button>
    </form>
  );
}

/** In no group while others work: say in which room one is, or wait to be placed. */
function RoomPad({ grouping, session }: { grouping: GroupingRow; session: SessionRow | undefined }) {
  const { you } = useRoom();
  if (you.roles.length > 0) return null;
  if (session?.call_mode !== "follow")
    return (
      <div className="wherestrip">
        <p>
          <b>You are in no room yet.</b> <span>The producer will bring you to one. Leave this page open.</span>
        </p>
      </div>
    );
  return (
    <section className="card" aria-label="Which room are you in?">
      <h3>Which room are you in?</h3>
      <p className="soft">
        Look at the number in {toolName(session)}, and tap it here. Others in it appear as they do the same.
      </p>
      <RoomNumbers grouping={grouping} mine={undefined} />
    </section>
  );
}
