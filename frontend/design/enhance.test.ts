import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./browser_in_tests";
import { COPIED_MS, enhance, localHint } from "./enhance";

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const page = (html: string) => {
  document.body.innerHTML = html;
  enhance(document);
};
const find = <Kind extends Element = HTMLElement>(selector: string) => document.querySelector<Kind>(selector) as Kind;

beforeEach(() => {
  Object.defineProperty(navigator, "clipboard", {
    value: { writeText: vi.fn(async () => undefined) },
    configurable: true,
  });
});

test("a copy button shows itself, copies, says so, and takes its words back", async () => {
  vi.useFakeTimers();
  page('<button type="button" hidden data-copy="MOOT-7K2" data-copied="Copied">Copy the code</button>');
  const button = find<HTMLButtonElement>("button");
  expect(button.hidden).toBe(false);
  button.click();
  await vi.advanceTimersByTimeAsync(1);
  expect(navigator.clipboard.writeText).toHaveBeenCalledWith("MOOT-7K2");
  expect(button.textContent).toBe("Copied");
  await vi.advanceTimersByTimeAsync(COPIED_MS);
  expect(button.textContent).toBe("Copy the code");
});

test("a reader elsewhere sees the time of their own clock; a reader in the same zone sees nothing more", () => {
  const one = "2026-12-03T13:00:00Z";
  expect(localHint(one, "Europe/London", "Europe/Berlin")).toBe("Thu 14:00");
  expect(localHint(one, "Europe/London", "Europe/Lisbon")).toBe("");
  expect(localHint("soon", "Europe/London", "Europe/Berlin")).toBe("");
});

test("a count follows what is written, says when it is over, and describes the box", () => {
  page('<textarea id="hope"></textarea><p class="count" id="hope-count" data-limit="5">Up to 5 characters</p>');
  const box = find<HTMLTextAreaElement>("textarea");
  expect(find(".count").textContent).toBe("0 of 5 characters");
  box.value = "longer";
  box.dispatchEvent(new Event("input"));
  expect(find(".count").textContent).toBe("6 of 5 characters");
  expect(find(".count").classList.contains("over")).toBe(true);
  expect(box.value).toBe("longer");
  expect(box.getAttribute("aria-describedby")).toBe("hope-count");
});

test("a guarded form asks first, and is sent only when the answer is yes", () => {
  page('<form data-confirm="sure"><button>Cancel my place</button></form><dialog id="sure"></dialog>');
  const form = find<HTMLFormElement>("form");
  const dialog = find<HTMLDialogElement>("dialog");
  const sent = vi.fn();
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent();
    event.preventDefault();
  });
  form.requestSubmit();
  expect(dialog.open).toBe(true);
  dialog.close("no");
  expect(sent).not.toHaveBeenCalled();
  form.requestSubmit();
  dialog.close("yes");
  expect(sent).toHaveBeenCalledTimes(1);
});

test("when a form comes back with errors, their summary is read first", () => {
  page('<div class="summary-errors" tabindex="-1">There is a problem</div><input>');
  expect(document.activeElement).toBe(find(".summary-errors"));
});
