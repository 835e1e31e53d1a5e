import { useCallback, useEffect, useRef, useState } from "react";
import type { Saving } from "../design/SavedState";
import type { Answer, Link } from "./connection";
import { type Body, isEmpty } from "./drafts";
import type { Operation } from "./operations";
import { SUPERSEDED } from "./outbox";
import { useConnection, useLink } from "./use_room";

const SAVE_MS = 1200;

export interface DraftOptions {
  /** Watched by the group. */
  shared?: boolean;
  /** The box still shows its text after it was handed in. */
  keeps?: boolean;
  /** Hears what became of the text that was handed in. */
  answered?: (answer: Answer) => void;
}

type Kept = "empty" | "saving" | "saved" | "refused";

/**
 * The unsent text of a box. It is kept in the browser at once and on the server soon after, over any limit too, and
 * is there again after a reload, on another device, or when the line drops. `start` is what an edited entry holds.
 */
export function useDraft(box: string, start: Body, options: DraftOptions = {}) {
  const line = useConnection();
  const link = useLink();
  const [found] = useState(() => line.draft(box));
  const [body, setBody] = useState<Body>(() => found?.body ?? start);
  const [kept, setKept] = useState<Kept>(() => (found ? (found.saved ? "saved" : "saving") : "empty"));
  const [handing, setHanding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(body);
  const typed = useRef(false);
  const now = useRef(options);
  now.current = options;
  const { shared = false } = options;

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const text = latest.current;
    const answer = await line.act({ kind: "save_draft", box, body: text, shared });
    if (latest.current !== text) return;
    if (answer.ok) setKept(isEmpty(text) ? "empty" : "saved");
    else if (answer.refused.code !== SUPERSEDED.code) setKept("refused");
  }, [line, box, shared]);

  const change = useCallback(
    (next: Body) => {
      typed.current = true;
      latest.current = next;
      setBody(next);
      setKept("saving");
      line.keepDraft(box, next, shared);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SAVE_MS);
    },
    [line, box, shared, save],
  );

  const saveNow = useRef(save);
  saveNow.current = save;

  /** Wait for what becomes of the text. Once it is applied it is no draft any more, unless more was typed since. */
  const follow = useCallback(async (coming: Promise<Answer>) => {
    const text = latest.current;
    setHanding(true);
    const answer = await coming;
    setHanding(false);
    if (!answer.ok) void saveNow.current();
    else if (latest.current === text) {
      typed.current = false;
      latest.current = now.current.keeps ? text : {};
      setBody(latest.current);
      setKept("empty");
    }
    now.current.answered?.(answer);
  }, []);

  /** Hand the text in by this operation, once. */
  const handIn = useCallback(
    (operation: Operation) => {
      if (line.handingIn(box)) return;
      clearTimeout(timer.current);
      timer.current = undefined;
      void follow(line.act(operation, box));
    },
    [line, box, follow],
  );

  useEffect(() => {
    const coming = line.handingIn(box); // from before a reload
    if (coming) void follow(coming);
    else if (found && !found.saved) timer.current = setTimeout(() => void saveNow.current(), SAVE_MS);
    return () => {
      if (timer.current !== undefined) void saveNow.current();
    };
  }, [line, box, found, follow]);

  /** Save now, when the box is left. */
  const flush = useCallback(() => {
    if (timer.current !== undefined) void save();
  }, [save]);

  return { body, change, flush, handIn, handing, typed, state: savingOf(kept, handing, link) };
}

/** How far a box's text has got, honestly; nothing, where there is none. */
function savingOf(kept: Kept, handing: boolean, link: Link): Saving | null {
  if (!handing && kept !== "saving") return kept === "empty" ? null : kept;
  if (link === "offline" || link === "connecting") return "offline";
  return link === "paused" ? "unstored" : "saving";
}
