import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

export type Tab<Key extends string> = { key: Key; label: ReactNode; note?: string; shut?: boolean };

export type TabsProps<Key extends string> = {
  label: string;
  tabs: readonly Tab<Key>[];
  chosen: Key;
  onChoose: (key: Key) => void;
  /** What the chosen tab shows. */
  children: ReactNode;
};

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The tab that a key leads to, going round and past those that are shut; undefined for other keys. */
export function tabAfter<Key extends string>(tabs: readonly Tab<Key>[], chosen: Key, pressed: string): Key | undefined {
  const open = tabs.filter((tab) => !tab.shut);
  if (pressed === "Home") return open[0]?.key;
  if (pressed === "End") return open.at(-1)?.key;
  const step = STEPS[pressed];
  if (step === undefined) return undefined;
  const at = open.findIndex((tab) => tab.key === chosen);
  return open[(at + step + open.length) % open.length]?.key;
}

/** One panel at a time: arrows, Home and End move, and only the chosen tab is a tab stop. */
export function Tabs<Key extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<Key>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  function move(event: KeyboardEvent) {
    const next = tabAfter(tabs, chosen, event.key);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
    list.current?.querySelector<HTMLButtonElement>(`[data-key="${CSS.escape(next)}"]`)?.focus();
  }
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            data-key={tab.key}
            className={classes(tab.shut && "shut") || undefined}
            aria-selected={tab.key === chosen}
            aria-controls={tab.key === chosen ? `${id}-panel` : undefined}
            aria-disabled={tab.shut || undefined}
            tabIndex={tab.key === chosen ? 0 : -1}
            onClick={() => !tab.shut && onChoose(tab.key)}
          >
            {tab.label}
            {tab.note && <small>{tab.note}</small>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </>
  );
}

export type Pane = { key: string; label: string; icon: IconName; badge?: number; badgeLabel?: string };

export type PaneTabsProps = { label: string; panes: readonly Pane[]; chosen: string; onChoose: (key: string) => void };

/** The bar at the bottom of a phone: which of the room's panes is shown. A desktop shows them all and hides the bar. */
export function PaneTabs({ label, panes, chosen, onChoose }: PaneTabsProps) {
  return (
    <nav className="panetabs" aria-label={label}>
      {panes.map((pane) => (
        <button
          key={pane.key}
          type="button"
          aria-current={pane.key === chosen ? "true" : undefined}
          onClick={() => onChoose(pane.key)}
        >
          <Icon name={pane.icon} />
          {pane.label}
          {!!pane.badge && (
            <span className="badge">
              {pane.badge}
              <span className="vh"> {pane.badgeLabel}</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}
