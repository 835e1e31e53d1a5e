import { classes } from "../design/classes";
import { LoadingState } from "../design/EmptyState";
import { Icon } from "../design/Icon";
import mark from "../design/mark.svg?url";
import { type Current, useCurrent } from "../room/current";
import { useLink, useRoom } from "../room/use_room";
import { Agenda } from "./Agenda";
import { BlockView } from "./BlockView";
import { Heading } from "./Heading";
import { Rail } from "./Rail";
import { type View, viewOf } from "./view";

/** The shared screen: made to be shown in the call. Question, clock, code and QR, and the board that everybody may see. */
export function Screen({ host }: { host: string }) {
  const state = useRoom();
  const link = useLink();
  const current = useCurrent();
  if (link === "shut") return <Shut />;
  if (!state.ready || !current.session) return <LoadingState />;
  const view = viewOf(state, current);
  return (
    <div className={classes("screen", isWide(view) && "wide", !hasBody(view) && "quiet")} data-view={view.kind}>
      <main className="screen-main" id="main">
        <div className="screen-head">
          <p className="screen-where">
            <img src={mark} alt="" width="30" height="30" />
            {where(view, current, host)}
          </p>
          <Heading view={view} current={current} />
        </div>
        <Body view={view} />
      </main>
      <Rail view={view} current={current} />
      <Foot current={current} />
    </div>
  );
}

/** What the heading belongs to: the host, the workshop, or the part of the agenda. */
function where(view: View, { session, item }: Current, host: string): string {
  if (view.kind === "lobby" || view.kind === "closed") return host;
  if (view.kind === "agenda" || view.kind === "break" || !item) return session?.title ?? host;
  return item.title;
}

function hasBody(view: View): boolean {
  return view.kind === "agenda" || ("blocks" in view && view.blocks.length > 0);
}

/** Many words at once: the rail becomes part of the heading. */
function isWide(view: View): boolean {
  return view.kind === "board" && view.blocks.some((block) => block.type === "readings" || block.type === "spread");
}

function Body({ view }: { view: View }) {
  if (view.kind === "agenda") return <Agenda />;
  if (!("blocks" in view) || view.blocks.length === 0) return null;
  return (
    <div className="screen-body">
      {view.blocks.map((block) => (
        <BlockView key={`${block.type} ${"title" in block ? block.title : ""}`} block={block} />
      ))}
    </div>
  );
}

function Foot({ current }: { current: Current }) {
  const link = useLink();
  if (link === "offline" || link === "connecting") {
    return (
      <footer className="screen-foot" role="status">
        <Icon name="off" />
        <span>The line has dropped. This screen comes back by itself.</span>
      </footer>
    );
  }
  return (
    <footer className="screen-foot">
      <Icon name="lock" />
      <span>
        <b>{current.session?.rule_words}.</b> {current.session?.afterwards}
      </span>
    </footer>
  );
}

function Shut() {
  return (
    <main className="moment" id="main">
      <h1>This screen is for facilitators to show</h1>
      <p>Sign in as a facilitator of this session, then open it again from the room.</p>
      <a className="button" href="/sign-in/">
        Sign in
      </a>
    </main>
  );
}
