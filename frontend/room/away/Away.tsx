import { useEffect, useRef, useState } from "react";
import { Button } from "../../design/Button";
import { Icon } from "../../design/Icon";
import { type Current, useClock } from "../current";
import { useEvents, useLink, useRoom, useServerTime } from "../use_room";
import { changesSince, type Place, placeNow, titleOf } from "./changes";
import { chime, isChiming } from "./chime";

/** Shorter than this nobody has missed anything. */
const MISSED_MS = 15_000;

const RINGS = new Set(["groups_sent", "groups_closing", "placed", "bring_here", "stage_set", "moved"]);

/** While the page is behind another app: the tab's title calls back; on return one card says what has changed. */
export function Away({ current }: { current: Current }) {
  const { entries } = useRoom();
  const link = useLink();
  const clock = useClock(current);
  const now = useServerTime(1000);
  const shown = Object.values(entries).filter((entry) => entry.state === "shown" && entry.activity).length;
  const place = placeNow(current, shown, now);
  const latest = useRef(place);
  latest.current = place;
  const [before, setBefore] = useState<Place | null>(null);
  const [back, setBack] = useState(false);

  useEffect(() => {
    const turned = () => {
      if (document.hidden) {
        setBack(false);
        setBefore((old) => old ?? latest.current);
      } else setBack(true);
    };
    document.addEventListener("visibilitychange", turned);
    return () => document.removeEventListener("visibilitychange", turned);
  }, []);

  const changes = before ? changesSince(before, place) : [];
  useEffect(() => {
    const calls = before && !back ? changes[0] : undefined;
    document.title = titleOf(current.session?.title ?? "", { left: clock?.left ?? null, room: place.room, calls });
  });
  useEvents((event) => {
    if (RINGS.has(event.kind) && isChiming()) chime();
  });
  if (!before || !back || link !== "open") return null;
  const gone = now - before.at;
  if (changes.length === 0 || gone < MISSED_MS) return null;
  return (
    <div className="strip word awaycard" role="status">
      <Icon name="info" />
      <span>
        <strong>While you were away:</strong> {changes.join(" ")} Your text is kept.
      </span>
      <Button kind="quiet" size="small" onClick={() => setBefore(null)}>
        All right
      </Button>
    </div>
  );
}
