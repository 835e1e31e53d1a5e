import { classes } from "./classes";
import { clockText, spokenTime } from "./time";
import { words } from "./words";

const RADIUS = 16;

export type ClockState = "running" | "paused" | "ended";

/** Green, amber in the last fifth, grey at the end. Never red, never flashing. */
export function ringTone(left: number, total: number, state: ClockState): "" | "amber" | "ended" {
  if (state === "ended" || left <= 0) return "ended";
  return left <= total / 5 ? "amber" : "";
}

export type RingProps = { left: number; total: number; state?: ClockState };

/** The ring alone, as decoration beside words that say the time. Seconds left of a total. */
export function Ring({ left, total, state = "running" }: RingProps) {
  const tone = ringTone(left, total, state);
  const share = tone === "ended" ? 100 : Math.max(0, Math.min(100, (left / Math.max(total, 1)) * 100));
  const circle = { cx: 19, cy: 19, r: RADIUS, pathLength: 100 };
  return (
    <svg className="clock-ring" viewBox="0 0 38 38" aria-hidden="true" focusable="false">
      <circle {...circle} className="ring" strokeDasharray={state === "paused" ? "5 4" : undefined} />
      {state === "paused" ? (
        <path className="ring mark" d="M15.5 14v10M22.5 14v10" />
      ) : (
        <circle
          {...circle}
          className={classes("ring on", tone)}
          strokeDasharray={`${share} 100`}
          transform="rotate(-90 19 19)"
        />
      )}
    </svg>
  );
}

function wordsFor(left: number, total: number, state: ClockState): string {
  if (state === "paused") return words.paused;
  const tone = ringTone(left, total, state);
  if (tone === "ended") return words.timeUp;
  const minutes = Math.round(total / 60);
  return tone === "amber" ? words.nearlyTime(minutes) : words.leftOf(minutes);
}

export type ClockRingProps = RingProps & { large?: boolean; label?: string };

/**
 * The clock of an activity. The server owns the time; this shows the seconds it is given.
 * `role="timer"` is silent by itself: half time, two minutes, one minute and the end are said by the room's announcer.
 */
export function ClockRing({ left, total, state = "running", large = false, label }: ClockRingProps) {
  const shown = state === "ended" ? 0 : left;
  return (
    <div
      className={classes("clock", large && "large")}
      role="timer"
      aria-label={label ?? words.spokenLeft(spokenTime(shown))}
    >
      <Ring left={shown} total={total} state={state} />
      <span>{clockText(shown)}</span>
      <span className="clock-words">{wordsFor(shown, total, state)}</span>
    </div>
  );
}
