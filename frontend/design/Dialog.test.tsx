import { expect, test, vi } from "vitest";
import "./browser_in_tests";
import { Dialog } from "./Dialog";
import { doing, find, render } from "./rendering";

const page = (open: boolean, close: () => void) => (
  <Dialog
    open={open}
    onClose={close}
    title="Close the groups?"
    actions={<button type="button">Close in 1 minute</button>}
  >
    All 8 groups get a 60-second warning.
  </Dialog>
);

test("it opens over the page, is named by its question, and closes again", () => {
  render(page(false, () => undefined));
  const box = find<HTMLDialogElement>("dialog");
  expect(box.open).toBe(false);
  render(page(true, () => undefined));
  expect(box.open).toBe(true);
  expect(document.getElementById(box.getAttribute("aria-labelledby") ?? "")?.textContent).toBe("Close the groups?");
  render(page(false, () => undefined));
  expect(box.open).toBe(false);
});

test("the cross and Escape ask the page to close it, once each", () => {
  const close = vi.fn();
  render(page(true, close));
  doing(() => find('button[aria-label="Close"]').click());
  expect(close).toHaveBeenCalledTimes(1);
  const cancel = new Event("cancel", { cancelable: true });
  doing(() => find("dialog").dispatchEvent(cancel));
  expect(close).toHaveBeenCalledTimes(2);
  expect(cancel.defaultPrevented).toBe(true);
});
