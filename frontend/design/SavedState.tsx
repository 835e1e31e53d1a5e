import { useEffect, useRef } from "react";
import { useAnnounce } from "./Announcer";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";
import { words } from "./words";

export type Saving = "saved" | "saving" | "offline" | "unstored" | "refused";

const ICON: Record<Saving, IconName> = {
  saved: "check",
  saving: "loop",
  offline: "off",
  unstored: "off",
  refused: "warn",
};

const TROUBLE: ReadonlySet<Saving> = new Set(["offline", "unstored", "refused"]);

/** Whether the words are safe. Only trouble, and its end, are said aloud. */
export function SavedState({ state, detail }: { state: Saving; detail?: string }) {
  const announce = useAnnounce();
  const before = useRef(state);
  const text = detail ?? words[state];
  useEffect(() => {
    const wasTrouble = TROUBLE.has(before.current);
    const isTrouble = TROUBLE.has(state);
    if (state !== before.current && (isTrouble || (wasTrouble && state === "saved"))) announce(text);
    if (state !== "saving") before.current = state;
  }, [state, text, announce]);
  return (
    <span className={classes("savedstate", state)}>
      <Icon name={ICON[state]} />
      {text}
    </span>
  );
}
