import {
  createContext,
  type FocusEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from "react";
import { Icon, type IconName } from "./Icon";
import { words } from "./words";

export type ToastWords = {
  text: string;
  icon?: IconName;
  /** What it is about, where only the latest word matters: it takes the place of an earlier one; no text, and none stays. */
  about?: string;
  /** Undo, most often. It is there for as long as the toast is. */
  action?: { label: string; run: () => void };
  /** A mere confirmation of what one did oneself: it goes by itself, but not while the pointer or the focus is at its buttons. */
  brief?: boolean;
};

type Shown = ToastWords & { id: number };

/** More than this at once is a list nobody reads: the oldest goes. */
const MOST = 3;
export const BRIEF_MS = 8_000;

const Tell = createContext<(toast: ToastWords) => void>(() => undefined);

/** Says what has been done. It stays until it is read and closed, unless it is `brief`. */
export function useToast(): (toast: ToastWords) => void {
  return useContext(Tell);
}

export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Shown[]>([]);
  const tell = useCallback((toast: ToastWords) => {
    setShown((before) => {
      const others = before.filter((one) => toast.about === undefined || one.about !== toast.about);
      if (toast.text === "") return others;
      return [...others, { ...toast, id: (before.at(-1)?.id ?? 0) + 1 }].slice(-MOST);
    });
  }, []);
  // Whoever goes to a toast to close it was at something: they go back to it when no toast is left.
  const from = useRef<HTMLElement | null>(null);
  const remember = (event: FocusEvent<HTMLElement>) => {
    const before = event.relatedTarget;
    if (before instanceof HTMLElement && !event.currentTarget.contains(before)) from.current = before;
  };
  const close = (id: number) => {
    if (shown.length === 1) from.current?.focus();
    setShown((before) => before.filter((toast) => toast.id !== id));
  };
  return (
    <Tell value={tell}>
      {children}
      <section className="toasts" aria-label={words.notices} aria-live="polite" onFocus={remember}>
        {shown.map((toast) => (
          <Brief key={toast.id} brief={toast.brief} gone={() => close(toast.id)}>
            <Icon name={toast.icon ?? "check"} />
            <span>{toast.text}</span>
            {toast.action && (
              <button
                type="button"
                onClick={() => {
                  close(toast.id);
                  toast.action?.run();
                }}
              >
                {toast.action.label}
              </button>
            )}
            <button type="button" onClick={() => close(toast.id)}>
              {words.close}
            </button>
          </Brief>
        ))}
      </section>
    </Tell>
  );
}

/** One toast; a brief one is gone after a while, unless somebody is at its buttons just then. */
function Brief({ brief, gone, children }: { brief: boolean | undefined; gone: () => void; children: ReactNode }) {
  const toast = useRef<HTMLDivElement>(null);
  const latest = useRef(gone);
  latest.current = gone;
  useEffect(() => {
    if (!brief) return undefined;
    const timer = setInterval(() => {
      if (!toast.current?.matches(":focus-within, :hover")) latest.current();
    }, BRIEF_MS);
    return () => clearInterval(timer);
  }, [brief]);
  return (
    <div className="toast" ref={toast}>
      {children}
    </div>
  );
}
