import { useEffect, useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { Icon } from "../design/Icon";
import { clockText } from "../design/time";
import { useCopy } from "./call/copy";
import { warning } from "./call/moves";
import { type Current, useClock } from "./current";
import { SLOW_MS } from "./pulse";
import { useConnection, useLateRefusal, useLink, useRoom, useSlow, useWaiting } from "./use_room";

/** One line between the bar and the panes: trouble with the line, a word to everyone, the return, the door. */
export function Strips({ current }: { current: Current }) {
  const link = useLink();
  const waiting = useWaiting();
  const { you } = useRoom();
  const slow = useSlow();
  const sending = useLasts(waiting > 0 && link === "open", SLOW_MS);
  if (link === "paused") {
    return (
      <div className="strip" role="status">
        <Icon name="warn" />
        <span>
          The server cannot store anything just now. Go on writing: your text is kept here, and goes on by itself when
          that is mended.{waitingWords(waiting)}
        </span>
      </div>
    );
  }
  if (link === "offline" || link === "connecting") {
    return (
      <div className="strip" role="status">
        <Icon name="off" />
        <span>
          The line has dropped. We are trying again; go on writing, your text is kept here.{waitingWords(waiting)}
        </span>
      </div>
    );
  }
  return (
    <>
      {(sending || slow) && (
        <div className="strip word" role="status">
          <Icon name="loop" />
          <span>
            The line is slow, or has dropped.{waitingWords(waiting)} Go on writing: your text is kept here until it has
            arrived.
          </span>
        </div>
      )}
      <LateRefusal />
      {!you.admitted && (
        <div className="strip word" role="status">
          <Icon name="door" />
          <span>The producer will let you in within a moment. You can look around; room links come then.</span>
        </div>
      )}
      <Return current={current} />
      <Words />
    </>
  );
}

function waitingWords(waiting: number): string {
  return waiting > 0 ? ` ${waiting} waiting to be sent.` : "";
}

/** Whether something has been so for a while. */
function useLasts(isSo: boolean, milliseconds: number): boolean {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!isSo) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), milliseconds);
    return () => clearTimeout(timer);
  }, [isSo, milliseconds]);
  return lasts;
}

/** What was sent before the page was loaded anew, and was not taken: nobody waits for that answer any more. */
function LateRefusal() {
  const message = useLateRefusal();
  const { forgetLateRefusal } = useConnection();
  if (!message) return null;
  return (
    <div className="strip soon" role="status">
      <Icon name="warn" />
      <span>What you sent before this page was loaded again was not taken: {message} It is still in its box.</span>
      <Button kind="quiet" size="small" onClick={forgetLateRefusal}>
        Put away
      </Button>
    </div>
  );
}

function Return({ current }: { current: Current }) {
  const clock = useClock(current);
  const perform = useDo();
  const { you } = useRoom();
  const copy = useCopy();
  const { grouping, session } = current;
  if (grouping?.status !== "closing" || !clock) return null;
  return (
    <div className="strip soon">
      <Icon name="clock" />
      <span>Groups return in {clockText(clock.left)}. Finish your sentence; nothing is cut off.</span>
      {you.facilitator && session && (
        <Button
          kind="quiet"
          size="small"
          icon="copy"
          onClick={() => void copy(warning(session, grouping.closing_at), "Announcement")}
        >
          Copy announcement
        </Button>
      )}
      {you.facilitator && (
        <Button
          kind="quiet"
          size="small"
          onClick={() => void perform({ kind: "close_groups", grouping: grouping.id, seconds: 120, extend: true })}
        >
          2 more minutes
        </Button>
      )}
    </div>
  );
}

/** The latest message of a facilitator, until it is put away. */
function Words() {
  const { entries } = useRoom();
  const [away, putAway] = useState<ReadonlySet<string>>(new Set());
  const latest = Object.values(entries)
    .filter((entry) => entry.kind === "message" && !away.has(entry.id))
    .sort((a, b) => a.order - b.order)
    .at(-1);
  if (!latest) return null;
  return (
    <div className="strip word" role="status">
      <Icon name="megaphone" />
      <span dir="auto">
        <strong>{latest.author}:</strong> {String(latest.body.text ?? "")}
      </span>
      <Button kind="quiet" size="small" onClick={() => putAway(new Set([...away, latest.id]))}>
        Put away
      </Button>
    </div>
  );
}
