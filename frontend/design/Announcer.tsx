import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

/** Long enough for a screen reader to take the words before they change. */
export const SPEAK_MS = 1500;

const Announce = createContext<(message: string) => void>(() => undefined);

/** Says a sentence politely, in its turn. The function stays the same between renders. */
export function useAnnounce(): (message: string) => void {
  return useContext(Announce);
}

/** One polite live region for the whole room, with a queue, so that two messages at once are both heard. */
export function Announcer({ children }: { children: ReactNode }) {
  const [queue, setQueue] = useState<{ id: number; text: string }[]>([]);
  const announce = useCallback((text: string) => {
    if (text) setQueue((waiting) => [...waiting, { id: (waiting.at(-1)?.id ?? 0) + 1, text }]);
  }, []);
  const speaking = queue[0];
  useEffect(() => {
    if (!speaking) return;
    const timer = setTimeout(() => setQueue((waiting) => waiting.slice(1)), SPEAK_MS);
    return () => clearTimeout(timer);
  }, [speaking]);
  return (
    <Announce value={announce}>
      {children}
      <div className="vh" role="status" aria-live="polite" aria-atomic="true">
        {speaking && <span key={speaking.id}>{speaking.text}</span>}
      </div>
    </Announce>
  );
}
