import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./Button";
import { classes } from "./classes";
import { words } from "./words";

export type DialogProps = {
  open: boolean;
  /** Called for Escape, for the cross and when the browser closes it. */
  onClose: () => void;
  title: ReactNode;
  wider?: boolean;
  /** The buttons; the one thing to do comes first. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A question that must be answered first. The browser's own dialog keeps the focus in and gives it back. */
export function Dialog({ open, onClose, title, wider = false, actions, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open && !box.current?.open) box.current?.showModal();
    if (!open && box.current?.open) box.current.close();
  }, [open]);
  return (
    <dialog
      ref={box}
      className={classes("dialog", wider && "wider")}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => open && onClose()}
    >
      {open && (
        <>
          <div className="dialog-head">
            <h2 id={id}>{title}</h2>
            <IconButton label={words.close} icon="x" bare onClick={onClose} />
          </div>
          <div className="dialog-body">{children}</div>
          {actions && <div className="dialog-foot">{actions}</div>}
        </>
      )}
    </dialog>
  );
}
