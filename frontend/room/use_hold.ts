import { useCallback, useEffect, useRef, useState } from "react";

/** For so long a text that others would see at once is held back, and can be taken back. */
export const HOLD_SECONDS = 10;

export interface Hold {
  /** Seconds until it goes; null: nothing is held. */
  left: number | null;
  begin: () => void;
  undo: () => void;
  now: () => void;
}

/**
 * Holds a sending back for a moment. The text is a draft all the while, here and on the server. It goes at once when
 * the page is put away or left: a phone that sleeps loses nothing.
 */
export function useHold(send: () => void): Hold {
  const [left, setLeft] = useState<number | null>(null);
  const latest = useRef(send);
  latest.current = send;
  const held = useRef(false);

  const undo = useCallback(() => {
    held.current = false;
    setLeft(null);
  }, []);
  const now = useCallback(() => {
    if (!held.current) return;
    held.current = false;
    setLeft(null);
    latest.current();
  }, []);
  const begin = useCallback(() => {
    held.current = true;
    setLeft(HOLD_SECONDS);
  }, []);

  useEffect(() => {
    if (left === null) return;
    const timer = setTimeout(() => (left <= 1 ? now() : setLeft(left - 1)), 1000);
    return () => clearTimeout(timer);
  }, [left, now]);
  useEffect(() => {
    const put = () => document.hidden && now();
    document.addEventListener("visibilitychange", put);
    window.addEventListener("pagehide", now);
    return () => {
      document.removeEventListener("visibilitychange", put);
      window.removeEventListener("pagehide", now);
      now();
    };
  }, [now]);
  return { left, begin, undo, now };
}
