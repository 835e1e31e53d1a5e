import type { ReactNode } from "react";
import { Icon } from "./Icon";
import { Notice } from "./Surfaces";
import { words } from "./words";

export type EmptyStateProps = { title: string; level?: 2 | 3 | 4; action?: ReactNode; children?: ReactNode };

/** Nothing here yet: what belongs here, what is safe, and the one thing to do. */
export function EmptyState({ title, level = 3, action, children }: EmptyStateProps) {
  const Heading = `h${level}` as const;
  return (
    <div className="state">
      <div className="seats" aria-hidden="true">
        <span />
        <span />
      </div>
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

/** Still fetching. It shows only after half a second, and keeps still. */
export function LoadingState({ children = words.loading }: { children?: ReactNode }) {
  return (
    <div className="state loading">
      <p role="status">
        <Icon name="loop" /> {children}
      </p>
      <div className="bones" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}

/** What happened, what is safe, what to do. */
export function ErrorState({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="stackv tight">
      <Notice tone="coral" live="alert">
        <strong>{title}</strong>
        <p>{children}</p>
      </Notice>
      {action && <div className="row">{action}</div>}
    </div>
  );
}

export function ReadOnlyNote({ children }: { children: ReactNode }) {
  return (
    <p className="readonly-note">
      <Icon name="lock" />
      <span>{children}</span>
    </p>
  );
}
