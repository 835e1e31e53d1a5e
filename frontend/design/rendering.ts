import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach } from "vitest";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

let root: Root | undefined;
let box: HTMLElement | undefined;

/** Renders into a real document, and again into the same place when called again in one test. For tests only. */
export function render(what: ReactNode): HTMLElement {
  if (!root || !box) {
    box = document.body.appendChild(document.createElement("div"));
    root = createRoot(box);
  }
  const target = root;
  act(() => target.render(what));
  return box;
}

/** Does something a person would do, and waits until the page has answered. */
export function doing(what: () => void): void {
  act(what);
}

export function find<Kind extends Element = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (!found) throw new Error(`nothing on the page matches ${selector}`);
  return found;
}

/** Types into a box as React hears it. */
export function type(selector: string, text: string): void {
  const target = find<HTMLTextAreaElement | HTMLInputElement>(selector);
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(target), "value")?.set;
  act(() => {
    setter?.call(target, text);
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

export function press(target: Element, key: string): void {
  act(() => {
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  });
}

afterEach(() => {
  const target = root;
  if (target) act(() => target.unmount());
  box?.remove();
  root = undefined;
  box = undefined;
});
