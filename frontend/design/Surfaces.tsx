import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";
import { words } from "./words";

export type Tone = "moss" | "amber" | "sky" | "plum" | "coral" | "plain";

export function Tag({ tone = "moss", icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={classes("tag", tone !== "moss" && tone)}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}

const NOTICE_ICONS = { sky: "info", amber: "warn", moss: "check", coral: "warn" } as const;

export type NoticeProps = {
  tone?: keyof typeof NOTICE_ICONS;
  icon?: IconName;
  /** `status` when it appears after something the person did; `alert` only when text may be lost. */
  live?: "status" | "alert";
  children: ReactNode;
};

export function Notice({ tone = "sky", icon, live, children }: NoticeProps) {
  return (
    <div className={classes("notice", tone !== "sky" && tone)} role={live}>
      <Icon name={icon ?? NOTICE_ICONS[tone]} />
      <div>{children}</div>
    </div>
  );
}

export type CardProps = {
  title?: ReactNode;
  /** The level of the title in the page. */
  level?: 2 | 3 | 4;
  lift?: boolean;
  className?: string;
  children: ReactNode;
};

export function Card({ title, level = 2, lift = false, className, children }: CardProps) {
  const id = useId();
  const Heading = `h${level}` as const;
  return (
    <section className={classes("card", lift && "lift", className)} aria-labelledby={title ? id : undefined}>
      {title && <Heading id={id}>{title}</Heading>}
      {children}
    </section>
  );
}

const SEEN_BY = { you: "eyeoff", group: "people", everyone: "eye", organiser: "lock" } as const;

export type WhoSeesProps = { by: keyof typeof SEEN_BY; id?: string | undefined; title?: string; children: ReactNode };

/** Who will see it, when, and whether with a name: beside every input. */
export function WhoSees({ by, id, title = words.whoSees, children }: WhoSeesProps) {
  return (
    <p className="whosees" id={id}>
      <b>
        <Icon name={SEEN_BY[by]} /> {title}
      </b>
      {children}
    </p>
  );
}

export function Confidence({ children }: { children: ReactNode }) {
  return (
    <p className="confidence">
      <Icon name="lock" />
      <span>{children}</span>
    </p>
  );
}

export type MeterProps = {
  value: number;
  max: number;
  label: string;
  tone?: "sky" | "amber" | "striped";
  thick?: boolean;
};

/** A share of something. Say the number in words beside it too: a bar alone is no number. */
export function Meter({ value, max, label, tone, thick = false }: MeterProps) {
  return (
    <meter
      className={classes("meter", tone, thick && "thick")}
      min={0}
      max={Math.max(max, 1)}
      value={value}
      aria-label={label}
    />
  );
}
