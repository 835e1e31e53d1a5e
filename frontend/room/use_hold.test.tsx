import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HOLD_SECONDS, type Hold, useHold } from "./use_hold";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

let hold: Hold;
const send = vi.fn();
let leave: () => void;

function Box() {
  hold = useHold(send);
  return null;
}

beforeEach(() => {
  vi.useFakeTimers();
  send.mockClear();
  const root = createRoot(document.createElement("div"));
  act(() => root.render(<Box />));
  leave = () => act(() => root.unmount());
  act(() => hold.begin());
});

afterEach(() => vi.useRealTimers());

const pass = (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) act(() => void vi.advanceTimersByTime(1000));
};

test("it goes after ten seconds, once", () => {
  pass(HOLD_SECONDS - 1);
  expect(send).not.toHaveBeenCalled();
  pass(3);
  expect(send).toHaveBeenCalledTimes(1);
});

test("taken back, it never goes", () => {
  pass(5);
  act(() => hold.undo());
  pass(20);
  leave();
  expect(send).not.toHaveBeenCalled();
});

test("it goes at once when one says so, or leaves the page", () => {
  act(() => hold.now());
  leave();
  expect(send).toHaveBeenCalledTimes(1);
});

test("a page that is put away or left sends it first: nothing is lost", () => {
  leave();
  expect(send).toHaveBeenCalledTimes(1);
});
