import { useState } from "react";

export type View = "list" | "board";

/** Board or list, remembered per person and practice; a phone starts with the list. */
export function useViewChoice(practice: string): [View, (view: View) => void] {
  const key = `folkmoot:view:${practice}`;
  const [view, setView] = useState<View>(() => {
    const wide = window.matchMedia?.("(min-width: 1000px)").matches ?? true;
    try {
      const kept = localStorage.getItem(key);
      if (kept === "list" || kept === "board") return kept;
    } catch {
      // Storage may be forbidden; the usual form is shown.
    }
    return wide ? "board" : "list";
  });
  return [
    view,
    (next) => {
      setView(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // See above.
      }
    },
  ];
}
