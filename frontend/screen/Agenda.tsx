import { classes } from "../design/classes";
import { timeOfDay } from "../room/timing";
import { useItems, useServerTime, useSession } from "../room/use_room";
import { ScrollList } from "./ScrollList";

/** While nothing is shown: the parts of the workshop, which one this is, and about when each begins. */
export function Agenda() {
  const session = useSession();
  const items = useItems();
  const now = useServerTime(10_000);
  if (!session) return null;
  const tops = items.filter((item) => !item.parent && !item.skipped);
  const current = items.find((item) => item.id === session.item);
  const place = tops.findIndex((item) => item.id === (current?.parent || current?.id));
  const starts = startsFrom(
    tops.map((item) => item.seconds),
    session.starts_at ?? now,
  );
  return (
    <div className="screen-body">
      <ScrollList ordered className="screen-agenda" label="The parts of today">
        {tops.map((item, at) => (
          <li
            key={item.id}
            className={classes(at === place && "now", at < place && "done")}
            aria-current={at === place ? "step" : undefined}
          >
            <time>{session.starts_at ? timeOfDay(starts[at] ?? null, session.zone) : ""}</time>
            <span>{item.title}</span>
          </li>
        ))}
      </ScrollList>
    </div>
  );
}

/** When each of these lengths begins, one after the other; milliseconds. */
function startsFrom(seconds: readonly number[], first: number): number[] {
  let at = first;
  return seconds.map((length) => {
    const start = at;
    at += length * 1000;
    return start;
  });
}
