import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { Button } from "../../design/Button";
import { ClockRing } from "../../design/ClockRing";
import { LostButton } from "../call/Where";
import { type Current, useClock } from "../current";
import { AnotherDevice } from "./AnotherDevice";
import { isChiming, setChiming } from "./chime";

interface Floating {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

/** What helps with the call in front: a sound, and where the browser can, a clock that floats above everything. */
export function OnThisDevice({ current }: { current: Current }) {
  const [on, setOn] = useState(isChiming);
  const [above, setAbove] = useState<Window | null>(null);
  const floating = (window as { documentPictureInPicture?: Floating }).documentPictureInPicture;
  useEffect(() => () => above?.close(), [above]);
  const float = async () => {
    if (!floating) return;
    const opened = await floating.requestWindow({ width: 340, height: 200 });
    for (const sheet of document.querySelectorAll('link[rel="stylesheet"]')) {
      opened.document.head.append(sheet.cloneNode());
    }
    opened.document.documentElement.lang = document.documentElement.lang;
    opened.document.title = current.session?.title ?? "";
    opened.addEventListener("pagehide", () => setAbove(null));
    setAbove(opened);
  };
  return (
    <details className="disclosure">
      <summary>With the call in front</summary>
      <label className="choice">
        <input
          type="checkbox"
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            setChiming(event.target.checked);
          }}
        />
        <span>A soft sound when there is something to do</span>
      </label>
      {floating && !above && (
        <Button kind="quiet" size="small" icon="clock" onClick={() => void float()}>
          A floating clock
        </Button>
      )}
      <AnotherDevice />
      {above && createPortal(<FloatingClock current={current} />, above.document.body)}
    </details>
  );
}

/** Time, instruction, room and “I’m lost”, in a window above the call. */
function FloatingClock({ current }: { current: Current }) {
  const clock = useClock(current);
  const { item, stage, group, grouping } = current;
  return (
    <div className="floatingclock">
      {clock && <ClockRing left={clock.left} total={clock.total} state={clock.state} />}
      <p>
        <b>{stage?.title ?? item?.title ?? "Not started yet"}</b>
        <br />
        {stage?.instruction || item?.prompt}
      </p>
      {group && grouping?.status !== "closed" && <p>Room {group.number}</p>}
      <LostButton current={current} />
    </div>
  );
}
