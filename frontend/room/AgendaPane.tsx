import { useEffect, useRef } from "react";
import { useDo } from "../board_kit/part";
import { classes } from "../design/classes";
import { Icon } from "../design/Icon";
import type { Current } from "./current";
import { SCROLLS } from "./scrolls";
import { pace, plannedStarts, timeOfDay } from "./timing";
import { useItems, useLeaves, useRoom, useServerTime } from "./use_room";
import type { ItemRow } from "./wire.gen";

/** The agenda as one walks through it: done, now, next. Facilitators go anywhere from here, and see ahead or behind. */
export function AgendaPane({ current }: { current: Current }) {
  const items = useItems();
  const leaves = useLeaves();
  const { you } = useRoom();
  const now = useServerTime(5000);
  const session = current.session;
  if (!session) return null;
  const starts = plannedStarts(leaves, session);
  const place = leaves.findIndex((leaf) => leaf.id === session.item);
  const isDone = (item: ItemRow) => {
    const own = items.filter((one) => one.parent === item.id);
    const last = own.length > 0 ? own.at(-1) : item;
    return leaves.findIndex((leaf) => leaf.id === last?.id) < place;
  };
  const startOf = (item: ItemRow) =>
    starts[item.id] ?? starts[items.find((one) => one.parent === item.id)?.id ?? ""] ?? 0;
  return (
    <nav className="pane agenda" aria-label="Agenda" {...(you.facilitator ? {} : SCROLLS)}>
      <h2>{you.facilitator ? "Run of show" : "Today"}</h2>
      <ol className="runlist">
        {items.map((item) => (
          <Line
            key={item.id}
            item={item}
            done={isDone(item)}
            isNow={item.id === session.item}
            starts={session.starts_at ? timeOfDay(startOf(item), session.zone) : ""}
            isBlock={items.some((one) => one.parent === item.id)}
          />
        ))}
      </ol>
      {you.facilitator && <Pace current={current} now={now} />}
      {!you.facilitator && <Then current={current} />}
    </nav>
  );
}

function Line({
  item,
  done,
  isNow,
  starts,
  isBlock,
}: {
  item: ItemRow;
  done: boolean;
  isNow: boolean;
  starts: string;
  isBlock: boolean;
}) {
  const perform = useDo();
  const { you, session } = useRoom();
  const closed = Object.values(session)[0]?.phase === "closed";
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isNow) line.current?.scrollIntoView({ block: "center" });
  }, [isNow]);
  const name = item.skipped ? <s>{item.title}</s> : item.title;
  return (
    <li
      ref={line}
      className={classes(done && "done", isNow && "now", item.parent !== "" && "sub", item.protected && "safe")}
      aria-current={isNow ? "step" : undefined}
    >
      <time>{item.parent ? "" : starts}</time>
      {you.facilitator && !closed ? (
        <button type="button" className="name" onClick={() => void perform({ kind: "go", item: item.id })}>
          {name}
          <span className="vh">: go there</span>
        </button>
      ) : (
        <span className="name">{name}</span>
      )}
      <span className="mins">
        {done ? <Icon name="check" /> : item.protected ? <Icon name="lock" /> : null}
        {done ? <span className="vh">done</span> : isBlock ? "" : `${item.minutes}′`}
      </span>
    </li>
  );
}

function Pace({ current, now }: { current: Current; now: number }) {
  const leaves = useLeaves();
  if (!current.session) return null;
  const found = pace(leaves, current.session, now);
  if (!found) return null;
  const { late, endsAt } = found;
  const words = late === 0 ? "On time." : late > 0 ? `Running ${late} min late.` : `Running ${-late} min early.`;
  return (
    <div className="pace">
      <p>
        {words} Ends {timeOfDay(endsAt, current.session.zone)}.
      </p>
      {late > 0 && <Fixes current={current} />}
    </div>
  );
}

/** What may be shortened or left out, in the guide's order; breaks, the close and a round people are in are never offered. */
function Fixes({ current }: { current: Current }) {
  const leaves = useLeaves();
  const perform = useDo();
  const place = leaves.findIndex((leaf) => leaf.id === current.session?.item);
  const optional = leaves.slice(place + 1).find((leaf) => leaf.optional && !leaf.skipped && !leaf.protected);
  const isTalk = current.item?.kind === "talk" && !current.item.protected;
  return (
    <p className="row tight">
      {isTalk && (
        <button
          type="button"
          className="linkbutton"
          onClick={() => void perform({ kind: "clock", do: "add", seconds: -120 })}
        >
          Take 2 min from this talk
        </button>
      )}
      {optional && (
        <button
          type="button"
          className="linkbutton"
          onClick={() => void perform({ kind: "skip", item: optional.id, skip: true, reason: "running late" })}
        >
          Leave out “{optional.title}”
        </button>
      )}
    </p>
  );
}

/** One line of what, one of what next. */
function Then({ current }: { current: Current }) {
  const leaves = useLeaves();
  const place = leaves.findIndex((leaf) => leaf.id === current.session?.item);
  const next = leaves.slice(place + 1).find((leaf) => !leaf.skipped);
  return (
    <dl className="then">
      <div>
        <dt>Now</dt>
        <dd>{current.item?.title ?? "Not started yet"}</dd>
      </div>
      <div>
        <dt>Next</dt>
        <dd>{next ? `${next.title}, ${next.minutes} min` : "The end"}</dd>
      </div>
    </dl>
  );
}
