import { expect, test } from "vitest";
import { ClockRing, ringTone } from "./ClockRing";
import { find, render } from "./rendering";
import { clockText, spokenTime } from "./time";

test.each([
  [504, "08:24", "8 minutes 24 seconds"],
  [503.2, "08:24", "8 minutes 24 seconds"],
  [60, "01:00", "1 minute"],
  [1, "00:01", "1 second"],
  [0, "00:00", "0 seconds"],
  [-9, "00:00", "0 seconds"],
  [4000, "1:06:40", "66 minutes 40 seconds"],
])("%d seconds are shown as %s and said as %s", (seconds, shown, spoken) => {
  expect(clockText(seconds)).toBe(shown);
  expect(spokenTime(seconds)).toBe(spoken);
});

test("the ring is green, amber in the last fifth, grey at the end", () => {
  expect(ringTone(145, 720, "running")).toBe("");
  expect(ringTone(144, 720, "running")).toBe("amber");
  expect(ringTone(0, 720, "running")).toBe("ended");
  expect(ringTone(300, 720, "ended")).toBe("ended");
});

test("the clock says its time in words, and never interrupts", () => {
  render(<ClockRing left={504} total={720} />);
  const timer = find('[role="timer"]');
  expect(timer.getAttribute("aria-label")).toBe("8 minutes 24 seconds left");
  expect(timer.getAttribute("aria-live")).toBeNull();
  expect(timer.textContent).toBe("08:24left of 12 min");
  expect(find(".ring.on").getAttribute("stroke-dasharray")).toBe("70 100");
});

test("a paused clock shows two bars instead of a share", () => {
  render(<ClockRing left={310} total={720} state="paused" />);
  expect(document.querySelector(".ring.on")).toBeNull();
  expect(find(".clock-words").textContent).toBe("paused");
});
