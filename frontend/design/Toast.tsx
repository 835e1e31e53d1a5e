import { createContext, type FocusEvent, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { Icon, type IconName } from "./Icon";
import { words } from "./words";

export type ToastWords = {
  text: string;
  icon?: IconName;
  /** What it is about, where only the latest word matters: it takes the place of an earlier one; no text, and none stays. */
  about?: string;
  /** Undo, most often. It is there for as long as the toast is. */
  action?: { label: string; run: () => void };
};

type Shown = ToastWords & { id: number };

/** More than this at once is a list nobody reads: the oldest goes. */
const MOST = 3;

const Tell = createContext<(toast: ToastWords) => void>(() => undefined);

/** Says what has been done. It stays until it is read and closed. */
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
          <div className="toast" key={toast.id}>
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
          </div>
        ))}
      </section>
    </Tell>
  );
}
