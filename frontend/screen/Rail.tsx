import { type ClockState, Ring } from "../design/ClockRing";
import { clockText, spokenTime } from "../design/time";
import { words } from "../design/words";
import { type Current, useClock } from "../room/current";
import { useRoom, useServerTime } from "../room/use_room";
import type { CountRow, SessionRow } from "../room/wire.gen";
import type { View } from "./view";

/** Beside the board: how long, how many, and how to come in. */
export function Rail({ view, current }: { view: View; current: Current }) {
  return (
    <aside className="screen-rail" aria-label="Clock and how to join">
      {view.kind === "lobby" ? <ToStart session={current.session} /> : <Clock current={current} />}
      <HowMany view={view} />
      {current.session && view.kind !== "closed" && <Join code={current.session.join_code} />}
    </aside>
  );
}

/** The same clock as on everybody's own page. When groups come back stands beside it, in the heading. */
function Clock({ current }: { current: Current }) {
  const clock = useClock(current);
  if (!clock || current.session?.phase === "closed") return <span />;
  return (
    <Dial
      left={clock.left}
      total={clock.total}
      state={clock.state}
      said={saidOf(clock.left, clock.total, clock.state)}
    />
  );
}

function saidOf(left: number, total: number, state: ClockState): string {
  if (state === "paused") return words.paused;
  if (state === "ended" || left <= 0) return words.timeUp;
  return words.leftOf(Math.round(total / 60));
}

/** Longest time that is counted down before the start; earlier the time of day says it better. */
const SOON_SECONDS = 3600;

function ToStart({ session }: { session: SessionRow | undefined }) {
  const now = useServerTime(1000);
  const left = session?.starts_at ? (session.starts_at - now) / 1000 : 0;
  if (left <= 0 || left > SOON_SECONDS) return <span />;
  return <Dial left={left} total={SOON_SECONDS} state="running" said="until we start" />;
}

function Dial({ left, total, state, said }: { left: number; total: number; state: ClockState; said: string }) {
  const shown = state === "ended" ? 0 : left;
  return (
    <div className="screen-dial" role="timer" aria-label={words.spokenLeft(spokenTime(shown))}>
      <Ring left={shown} total={total} state={state} />
      <span>
        <b>{clockText(shown)}</b>
        <small>{said}</small>
      </span>
    </div>
  );
}

/** How many have written while they write alone; how many notes there are; else how many are here. Never who. */
function HowMany({ view }: { view: View }) {
  const { counts, here, session } = useRoom();
  const present = Math.max(here, Object.values(session)[0]?.here ?? 0);
  const notes =
    view.kind === "board" ? view.blocks.flatMap((block) => (block.type === "notes" ? block.notes : [])).length : 0;
  const at = "at" in view ? view.at : null;
  const row = at && view.kind === "alone" ? rowOf(Object.values(counts), at.activity.id) : undefined;
  if (view.kind === "closed") return <span />;
  if (notes > 0) return <Figure figure={String(notes)} words={notes === 1 ? "note" : "notes"} />;
  if (row)
    return (
      <Figure figure={`${row.count} of ${row.of}`} words={row.kind === "finished" ? "have finished" : "have written"} />
    );
  if (present === 0) return <span />;
  return <Figure figure={String(present)} words={view.kind === "lobby" ? "here so far" : "here"} />;
}

/** The count to show: of those who have written, else of those who have finished. */
export function rowOf(counts: readonly CountRow[], activity: string): CountRow | undefined {
  const all = counts.filter((row) => row.activity === activity && row.group === "" && row.of > 0);
  return all.find((row) => row.kind !== "finished") ?? all.find((row) => row.kind === "finished" && row.count > 0);
}

function Figure({ figure, words: said }: { figure: string; words: string }) {
  return (
    <p className="screen-count">
      <b>{figure}</b>
      {said}
    </p>
  );
}

function Join({ code }: { code: string }) {
  const address = `${location.host}/join`;
  return (
    <div className="screen-join">
      <img className="qr" src={`/join/${code}/qr.svg`} alt={`A code to photograph: it opens ${address}/${code}`} />
      <span>{address}</span>
      <b className="code">{code}</b>
    </div>
  );
}
