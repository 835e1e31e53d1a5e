import { useEffect } from "react";

const STOPS = "button:not(:disabled), a[href], summary, [tabindex='0']";

/**
 * Keeps the place of whoever uses the keyboard: when what had the focus leaves the page (a guest was let in, a vote was
 * given), the focus goes to the next thing to press near by, instead of back to the top of the page. Never into a box
 * to type in, which would open a phone's keyboard.
 */
export function useFocusStays(): void {
  useEffect(() => watchFocus(document), []);
}

/** Starts watching; gives what ends it. */
export function watchFocus(page: Document): () => void {
  let around: Element[] = [];
  const remember = () => {
    const at = page.activeElement;
    around = at && at !== page.body ? [at, ...ancestors(at)] : [];
  };
  const watcher = new MutationObserver(() => {
    if (page.activeElement !== page.body || around.length === 0 || around[0]?.isConnected) return;
    const left = around.filter((one) => one.isConnected);
    around = [];
    const stop = stopNear(left);
    stop?.focus({ preventScroll: true });
    // Seen, but without a jump where it is in view anyway.
    stop?.scrollIntoView?.({ block: "nearest" });
  });
  page.addEventListener("focusin", remember);
  watcher.observe(page.body, { childList: true, subtree: true });
  return () => {
    page.removeEventListener("focusin", remember);
    watcher.disconnect();
  };
}

function ancestors(of: Element): Element[] {
  return of.parentElement ? [of.parentElement, ...ancestors(of.parentElement)] : [];
}

function stopNear(left: readonly Element[]): HTMLElement | undefined {
  for (const one of left) {
    const stops = [...one.querySelectorAll<HTMLElement>(STOPS), ...(one.matches(STOPS) ? [one as HTMLElement] : [])];
    const stop = stops.find((each) => each.checkVisibility?.() ?? true);
    if (stop) return stop;
  }
  return undefined;
}
