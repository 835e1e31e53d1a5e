import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Announcer, SPEAK_MS, useAnnounce } from "./Announcer";
import { doing, find, render } from "./rendering";
import { SavedState, type Saving } from "./SavedState";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function Says({ messages }: { messages: string[] }) {
  const announce = useAnnounce();
  return (
    <button type="button" onClick={() => messages.forEach(announce)}>
      say
    </button>
  );
}

const said = () => find('[role="status"]').textContent;
const later = (ms: number) => act(() => vi.advanceTimersByTime(ms));

test("two messages at once are both heard, one after the other", () => {
  render(
    <Announcer>
      <Says messages={["Two minutes left.", "Pete is in group 7 now."]} />
    </Announcer>,
  );
  doing(() => find("button").click());
  expect(said()).toBe("Two minutes left.");
  later(SPEAK_MS);
  expect(said()).toBe("Pete is in group 7 now.");
  later(SPEAK_MS);
  expect(said()).toBe("");
});

test("the same message twice is said twice", () => {
  render(
    <Announcer>
      <Says messages={["Dee raised a hand.", "Dee raised a hand."]} />
    </Announcer>,
  );
  doing(() => find("button").click());
  const first = find('[role="status"] span');
  later(SPEAK_MS);
  expect(said()).toBe("Dee raised a hand.");
  expect(find('[role="status"] span')).not.toBe(first);
});

test("saving is quiet; trouble and its end are said", () => {
  const show = (state: Saving) =>
    render(
      <Announcer>
        <SavedState state={state} />
      </Announcer>,
    );
  show("saved");
  show("saving");
  show("saved");
  expect(said()).toBe("");
  show("offline");
  expect(said()).toBe("Kept on this device until the line is back");
  later(SPEAK_MS);
  show("saving");
  expect(said()).toBe("");
  show("saved");
  expect(said()).toBe("Saved");
});
