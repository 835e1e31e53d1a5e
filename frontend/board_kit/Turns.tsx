import { useEffect, useRef } from "react";
import { useAnnounce } from "../design/Announcer";
import { Ring } from "../design/ClockRing";
import { classes } from "../design/classes";
import { Avatar } from "../design/People";
import { clockText } from "../design/time";
import { useGrouping, useMyGroup, useRoom, useServerTime } from "../room/use_room";
import type { GroupRow, Turns as TurnsPart, TurnsRow } from "../room/wire.gen";
import { lines, type PartProps } from "./part";

interface Now {
  place: number;
  left: number;
  phase: TurnsRow["phases"][number] | undefined;
  phaseLeft: number;
}

/** Whose turn it is follows from when the turns began, so all screens agree. `place` is past the end when all have had theirs. */
export function turnNow(turns: TurnsRow, now: number): Now {
  let gone = Math.max(0, (now - turns.start) / 1000);
  for (const [place, turn] of turns.turns.entries()) {
    if (gone < turn.seconds) return { place, left: turn.seconds - gone, ...phaseNow(turns, turn.seconds, gone) };
    gone -= turn.seconds;
  }
  return { place: turns.turns.length, left: 0, phase: undefined, phaseLeft: 0 };
}

function phaseNow(turns: TurnsRow, seconds: number, gone: number): Pick<Now, "phase" | "phaseLeft"> {
  const all = turns.phases.reduce((sum, phase) => sum + phase.share, 0);
  let rest = gone;
  for (const phase of turns.phases) {
    const length = (seconds * phase.share) / all;
    if (rest < length) return { phase, phaseLeft: length - rest };
    rest -= length;
  }
  return { phase: undefined, phaseLeft: 0 };
}

/** The turn clock of one's own group: whose turn, how long, who is next; said politely once a turn. */
export function Turns({ part, activity }: PartProps<TurnsPart>) {
  const grouping = useGrouping(activity);
  const group = useMyGroup(grouping);
  const { you } = useRoom();
  const prompts = part.prompts ? lines(activity, part.prompts) : [];
  return (
    <section className="board" aria-label="Turns">
      {group?.turns ? (
        <TurnClock group={group} turns={group.turns} me={you.person} />
      ) : (
        <p className="hint">
          {grouping?.status === "sent"
            ? "The clock starts when the rooms are open."
            : grouping?.status === "open" && you.facilitator
              ? "Each group has its own clock, on its members’ screens."
              : "Turns are shared out when groups begin."}
        </p>
      )}
      {prompts.length > 0 && (
        <ol className="prompts">
          {prompts.map((prompt) => (
            <li key={prompt}>{prompt}</li>
          ))}
        </ol>
      )}
    </section>
  );
}

function TurnClock({ group, turns, me }: { group: GroupRow; turns: TurnsRow; me: string }) {
  const now = turnNow(turns, useServerTime(500));
  const announce = useAnnounce();
  const nameOf = (person: string) =>
    person === me ? "You" : (group.people?.find((one) => one.id === person)?.name ?? "Someone");
  const current = turns.turns[now.place];
  const said = useRef(-1);
  useEffect(() => {
    if (said.current === now.place) return;
    said.current = now.place;
    const next = turns.turns[now.place];
    announce(
      next
        ? next.person === me
          ? "It is your turn."
          : `It is ${nameOf(next.person)}’s turn.`
        : "Everybody has had a turn.",
    );
  });
  return (
    <>
      {current ? (
        <div className="turn">
          <Ring left={now.left} total={current.seconds} />
          <b>{clockText(now.left)}</b>
          <p>
            {current.person === me ? "Your turn" : `${nameOf(current.person)}’s turn`}
            {now.phase ? `: ${now.phase.title}` : ""}
          </p>
        </div>
      ) : (
        <p className="notice moss">Everybody has had a turn. Go on talking until you are called back.</p>
      )}
      {now.phase?.rule && <p className="hint">{now.phase.rule}</p>}
      <ol className="turns">
        {turns.turns.map((turn, place) => (
          <li
            key={turn.person}
            className={classes(place === now.place && "speaking", place < now.place && "spoke")}
            aria-current={place === now.place || undefined}
          >
            <Avatar name={nameOf(turn.person)} id={turn.person} />
            <span>
              {nameOf(turn.person)}
              <small>
                {place < now.place
                  ? "has had a turn"
                  : place === now.place
                    ? "now"
                    : place === now.place + 1
                      ? "next"
                      : ""}
              </small>
            </span>
            <span className="num">{clockText(turn.seconds)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
