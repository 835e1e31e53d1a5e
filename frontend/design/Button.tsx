import { type ComponentProps, useId } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

type Native = Omit<ComponentProps<"button">, "className" | "disabled" | "style">;

export type ButtonProps = Native & {
  /** `main` is the one thing to do; `quiet` anything else; `plain` going somewhere; `danger` hard to undo. */
  kind?: "main" | "quiet" | "plain" | "danger";
  size?: "small" | "big";
  icon?: IconName;
  /** Working on it: still readable, and a second press does nothing. */
  busy?: boolean;
  wide?: boolean;
  /** Why it cannot be pressed now. The button stays focusable, and says so. */
  whyNot?: string | undefined;
};

export function Button({
  kind = "main",
  size,
  icon,
  busy = false,
  wide = false,
  whyNot,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const reason = useId();
  const stopped = busy || whyNot !== undefined;
  return (
    <>
      <button
        type="button"
        {...rest}
        className={classes("button", kind !== "main" && kind, size, busy && "busy", wide && "wide")}
        aria-disabled={whyNot !== undefined || undefined}
        aria-busy={busy || undefined}
        aria-describedby={classes(rest["aria-describedby"], whyNot !== undefined && reason) || undefined}
        onClick={stopped ? (event) => event.preventDefault() : onClick}
      >
        {icon && <Icon name={busy ? "loop" : icon} />}
        {children}
      </button>
      {whyNot !== undefined && (
        <span className="vh" id={reason}>
          {whyNot}
        </span>
      )}
    </>
  );
}

export type IconButtonProps = Omit<Native, "aria-label" | "aria-pressed" | "children"> & {
  /** What it does, in words: an icon alone has no name. */
  label: string;
  icon: IconName;
  pressed?: boolean;
  bare?: boolean;
  small?: boolean;
  disabled?: boolean;
};

export function IconButton({ label, icon, pressed, bare = false, small = false, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes("iconbutton", bare && "bare", small && "small")}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
    >
      <Icon name={icon} />
    </button>
  );
}
