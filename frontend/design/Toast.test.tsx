import { expect, test, vi } from "vitest";
import { doing, find, render } from "./rendering";
import { BRIEF_MS, Toasts, type ToastWords, useToast } from "./Toast";

function Tells({ toast }: { toast: ToastWords }) {
  const tell = useToast();
  return (
    <button type="button" id="tell" onClick={() => tell(toast)}>
      tell
    </button>
  );
}

function Forgets({ about }: { about: string }) {
  const tell = useToast();
  return (
    <button type="button" id="forget" onClick={() => tell({ text: "", about })}>
      forget
    </button>
  );
}

const tell = () => doing(() => find("#tell").click());
const shown = () => [...document.querySelectorAll(".toast > span")].map((line) => line.textContent);

test("a toast stays until Nia closes it", () => {
  render(
    <Toasts>
      <Tells toast={{ text: "Draft saved." }} />
    </Toasts>,
  );
  tell();
  expect(find(".toasts").getAttribute("aria-live")).toBe("polite");
  expect(shown()).toEqual(["Draft saved."]);
  doing(() => find(".toast button").click());
  expect(shown()).toEqual([]);
});

test("undo acts once and the toast goes", () => {
  const undo = vi.fn();
  render(
    <Toasts>
      <Tells toast={{ text: "Pete is in group 7 now.", action: { label: "Undo", run: undo } }} />
    </Toasts>,
  );
  tell();
  doing(() => find(".toast button").click());
  expect(undo).toHaveBeenCalledTimes(1);
  expect(shown()).toEqual([]);
});

test("no more than three are shown; the oldest goes", () => {
  const page = (text: string) => (
    <Toasts>
      <Tells toast={{ text }} />
    </Toasts>
  );
  for (const text of ["one", "two", "three", "four"]) {
    render(page(text));
    tell();
  }
  expect(shown()).toEqual(["two", "three", "four"]);
});

test("whoever closed the last toast goes on where they were", () => {
  render(
    <Toasts>
      <Tells toast={{ text: "Draft saved." }} />
    </Toasts>,
  );
  tell();
  find("#tell").focus();
  find(".toast button").focus();
  doing(() => find(".toast button").click());
  expect(document.activeElement).toBe(find("#tell"));
});

test("of what is about the same thing, only the latest word stays", () => {
  render(
    <Toasts>
      <Tells toast={{ text: "1 min added.", about: "the clock" }} />
    </Toasts>,
  );
  tell();
  tell();
  expect(shown()).toEqual(["1 min added."]);
});

test("a word that holds no more is taken away", () => {
  render(
    <Toasts>
      <Tells toast={{ text: "Rooms close at 3:10 pm.", about: "rooms" }} />
      <Forgets about="rooms" />
    </Toasts>,
  );
  tell();
  doing(() => find("#forget").click());
  expect(shown()).toEqual([]);
});

test("a brief toast goes by itself, but not while it has the focus", () => {
  vi.useFakeTimers();
  render(
    <Toasts>
      <Tells toast={{ text: "Room 1: copied.", brief: true }} />
    </Toasts>,
  );
  tell();
  doing(() => find(".toast button").focus());
  doing(() => void vi.advanceTimersByTime(2 * BRIEF_MS));
  expect(shown()).toEqual(["Room 1: copied."]);
  doing(() => find(".toast button").blur());
  doing(() => void vi.advanceTimersByTime(BRIEF_MS));
  expect(shown()).toEqual([]);
  vi.useRealTimers();
});
