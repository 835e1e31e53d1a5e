import { type KeyboardEvent, type ToggleEvent, useId, useRef, useState } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";
import { itemAfter, placeFor } from "./menu_place";
import { words } from "./words";

export type MenuAction = {
  key: string;
  label: string;
  /** A few words at the right, such as "4 people, no repeat". */
  note?: string;
  icon?: IconName;
  danger?: boolean;
  /** Why it cannot be chosen now; said with it. */
  whyNot?: string;
  run: () => void;
};

export type MenuProps = {
  /** Whose menu it is: the button is named "More for ...", unless `label` says otherwise. */
  of: string;
  label?: string;
  heading?: string;
  icon?: IconName;
  small?: boolean;
  actions: readonly MenuAction[];
};

/**
 * Everything that can be dragged can be done from one of these.
 * The browser's own popover keeps it on top, closes it on Escape or a click elsewhere, and gives the focus back.
 */
export function Menu({ of, label, heading, icon = "dots", small = false, actions }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const name = label ?? words.moreFor(of);
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  function toggled(event: ToggleEvent<HTMLDivElement>) {
    const isOpen = event.newState === "open";
    setOpen(isOpen);
    if (!isOpen || !button.current) return;
    const menu = event.currentTarget;
    const at = placeFor(button.current.getBoundingClientRect(), menu.getBoundingClientRect(), {
      width: window.innerWidth,
      height: window.innerHeight,
    });
    menu.style.left = `${at.left}px`;
    menu.style.top = `${at.top}px`;
    items()[0]?.focus();
  }

  function move(event: KeyboardEvent) {
    if (event.key === "Tab") return box.current?.hidePopover();
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = itemAfter(
      actions.map((action) => action.label),
      at,
      event.key,
    );
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  }

  function choose(action: MenuAction) {
    if (action.whyNot !== undefined) return;
    box.current?.hidePopover();
    action.run();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={classes("iconbutton bare", small && "small")}
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          box.current?.showPopover();
        }}
      >
        <Icon name={icon} />
      </button>
      <div ref={box} id={id} popover="auto" className="menu" onToggle={toggled}>
        {heading !== undefined && <b aria-hidden="true">{heading}</b>}
        <div role="menu" aria-label={heading ?? name} onKeyDown={move}>
          {actions.map((action) => (
            <button
              key={action.key}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={action.danger ? "danger" : undefined}
              aria-disabled={action.whyNot !== undefined || undefined}
              onClick={() => choose(action)}
            >
              {action.icon && <Icon name={action.icon} />}
              {action.label}
              {(action.whyNot ?? action.note) && <small>{action.whyNot ?? action.note}</small>}
            </button>
          ))}
        </div>
      </div>
    </>
  );
}
