import { useState } from "react";
import { Board } from "../board_kit/Board";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { ClockRing } from "../design/ClockRing";
import { EmptyState, ReadOnlyNote } from "../design/EmptyState";
import { Icon } from "../design/Icon";
import { Confidence, Tag } from "../design/Surfaces";
import { MoveSheet } from "./call/MoveSheet";
import { WhereStrip } from "./call/Where";
import type { Current } from "./current";
import { GroupPrep } from "./GroupPrep";
import { useHeldWhileTyping } from "./held";
import { LastSaid } from "./LastSaid";
import { list } from "./ParticipantSide";
import { ReleaseScreen } from "./Release";
import { breakEnd, itemClock, timeOfDay } from "./timing";
import { useLeaves, useRoom, useServerTime } from "./use_room";
import { WritingFor } from "./WritingFor";
import type { GroupRow, ItemRow, PracticeRow } from "./wire.gen";

/** The middle of the room: one instruction, one place to act. The sheet of moves takes its place while people are moved. */
export function Stage({
  current: latest,
  sheet,
  onSheet,
}: {
  current: Current;
  sheet: boolean;
  onSheet: (on: boolean) => void;
}) {
  const { shown: current, movedOn, comeAlong } = useHeldWhileTyping(latest, placeOf);
  const { session, item, activity, practice, stage, grouping, group } = current;
  const { you, groupings } = useRoom();
  const proposal = Object.values(groupings).find((one) => one.status === "proposed" && one.item === item?.id);
  const [closedPrep, closePrep] = useState("");
  if (session?.phase === "closed") return <Closed current={current} />;
  if (proposal && you.facilitator && closedPrep !== proposal.id) {
    return <GroupPrep grouping={proposal} onClose={() => closePrep(proposal.id)} />;
  }
  if (sheet && you.facilitator && latest.grouping && latest.grouping.status !== "closed") {
    return <MoveSheet grouping={latest.grouping} current={latest} onClose={() => onSheet(false)} />;
  }
  if (!item) return <NotStarted />;
  const rule = activity?.rule || item.rule;
  return (
    <>
      {movedOn && (
        <div className="notice comealong" role="status">
          <p>
            We have moved on to “{latest.stage?.title ?? latest.item?.title}”. Finish your sentence; your text is kept.{" "}
            <Button size="small" onClick={comeAlong}>
              Come along
            </Button>
          </p>
        </div>
      )}
      <WhereStrip current={latest} />
      <div className="stagehead">
        <div>
          {stage && <p className="eyebrow">{item.title}</p>}
          <h2>{stage?.title ?? item.title}</h2>
          <p>{stage?.instruction || item.prompt}</p>
        </div>
        {group && grouping?.status !== "closed" && you.facilitator && (
          <Tag tone="sky" icon="people">
            Room {group.number} · {withWhom(group, you.person)}
          </Tag>
        )}
        {proposal && you.facilitator && (
          <Button kind="quiet" size="small" onClick={() => closePrep("")}>
            Back to the groups
          </Button>
        )}
        {activity && practice && !you.facilitator && isWrittenIn(practice, activity.stage) && (
          <FinishedButton activity={activity.id} stage={activity.stage} />
        )}
      </div>
      {item.kind === "break" ? <Break current={current} item={item} /> : <Resources item={item} />}
      {activity && practice && stage && (
        <>
          <WhoSeesRule rule={rule} sessionRule={session?.rule ?? ""} />
          <WritingFor current={current}>
            <Board activity={activity} practice={practice} stage={stage} />
          </WritingFor>
        </>
      )}
      {item.kind === "close" && !you.facilitator && <ReleaseScreen />}
      {item.kind === "welcome" && !you.facilitator && <LastSaid />}
      {!activity && item.kind !== "break" && <Listening item={item} />}
    </>
  );
}

function placeOf({ item, activity, stage, session }: Current): string {
  return `${item?.id}:${activity?.id}:${stage?.key}:${session?.phase}`;
}

/** Whether people write something in a stage; where they only talk or listen, nobody has to say they have finished. */
function isWrittenIn(practice: PracticeRow, stage: string): boolean {
  return practice.kinds.some((kind) => kind.written_in.includes(stage) && !kind.facilitators_only);
}

/** Up to three companions by name; more would be a list to read. */
const MOST_NAMES = 3;

function withWhom(group: GroupRow, me: string): string {
  const names = (group.people ?? []).filter((person) => person.id !== me).map((person) => person.name);
  if (names.length === 0 || names.length > MOST_NAMES || !group.members.includes(me)) {
    return group.members.length === 1 ? "1 person" : `${group.members.length} people`;
  }
  return `with ${list(names)}`;
}

/** The settings of P04 in short; the session's own words come from the server. */
const RULES: Record<string, string> = {
  room_only: "what is said in it stays here",
  chatham_house: "what is said in it may be used, and nobody is named",
  open: "what is said in it may be used, with the names people chose to give",
};

function WhoSeesRule({ rule, sessionRule }: { rule: string; sessionRule: string }) {
  if (rule === sessionRule) return null;
  return <Confidence>This part has a rule of its own: {RULES[rule] ?? rule}.</Confidence>;
}

/** “I'm finished”, or pass: both count, and nobody sees whose it was. */
function FinishedButton({ activity, stage }: { activity: string; stage: string }) {
  const { you, counts } = useRoom();
  const perform = useDo();
  const done = you.finished.includes(`${activity}:${stage}`);
  const count = counts[`${activity}::finished`];
  return (
    <div className="row tight">
      {count && count.of > 0 && (
        <span className="faint">
          {count.count} of {count.of} finished
        </span>
      )}
      <Button
        kind="quiet"
        size="small"
        icon={done ? "undo" : "check"}
        onClick={() => void perform({ kind: "finish", activity, undo: done })}
      >
        {done ? "Not finished after all" : "I’m finished, or I pass"}
      </Button>
    </div>
  );
}

function Resources({ item }: { item: ItemRow }) {
  const resources = item.resources ?? [];
  const slides = resources.filter((one) => one.kind === "slide");
  const others = resources.filter((one) => one.kind !== "slide");
  if (resources.length === 0) return null;
  return (
    <section aria-label="Slides and resources" className="stackv">
      {slides.map((slide) => (
        <figure className="slide" key={slide.id}>
          {/\.pdf($|\?)/iu.test(slide.url) ? (
            <a href={slide.url} target="_blank" rel="noreferrer">
              Open the slides: {slide.title}
            </a>
          ) : (
            <img src={slide.url} alt={slide.alternative || slide.title} loading="lazy" />
          )}
          <figcaption>{slide.title}</figcaption>
        </figure>
      ))}
      {others.length > 0 && (
        <ul className="answers">
          {others.map((one) => (
            <li key={one.id}>
              <a href={one.url} target="_blank" rel="noreferrer">
                {one.title}
              </a>
              {one.cue && <p className="hint">{one.cue}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Nothing to write: one line of what to do, one of what comes. */
function Listening({ item }: { item: ItemRow }) {
  const leaves = useLeaves();
  const next = leaves.slice(leaves.findIndex((leaf) => leaf.id === item.id) + 1).find((leaf) => !leaf.skipped);
  return (
    <div className="moment">
      <Icon name={item.kind === "plenary" ? "chat" : "sound"} large />
      <p className="lead">
        {item.kind === "plenary" ? "Say it, or write it in the chat." : "Listen. The chat and your hand are open."}
      </p>
      {next && (
        <p className="soft">
          Then: {next.title}, {next.minutes} min
        </p>
      )}
    </div>
  );
}

function Break({ current, item }: { current: Current; item: ItemRow }) {
  const now = useServerTime(1000);
  const leaves = useLeaves();
  const clock = itemClock(item, now);
  const { session } = current;
  return (
    <div className="moment">
      <Icon name="coffee" large />
      {clock && <ClockRing left={clock.left} total={clock.total} state={clock.state} large />}
      {session && <p className="lead">Back at {timeOfDay(breakEnd(item, leaves, session, now), session.zone)}.</p>}
    </div>
  );
}

function NotStarted() {
  const { you, session } = useRoom();
  const leaves = useLeaves();
  const code = Object.values(session)[0]?.join_code;
  if (!you.facilitator) return <EmptyState title="We have not started yet">You will see what to do here.</EmptyState>;
  if (leaves.length === 0) {
    return <EmptyState title="There is nothing in the agenda yet">Plan the session first.</EmptyState>;
  }
  return (
    <div className="moment">
      <h2>Ready when you are</h2>
      <p>
        People arrive in the lobby with their link, or with the code {code}. Press Go below, and every screen opens the
        first part.
      </p>
    </div>
  );
}

function Closed({ current }: { current: Current }) {
  const { you } = useRoom();
  return (
    <>
      <div className="moment">
        <h2>Thank you</h2>
        <p>
          The session is closed. What you wrote is on your own page, where you can read it, withdraw it and download it.
        </p>
        <a className="button" href={you.facilitator ? `/record/${current.session?.id}/` : "/me/"}>
          {you.facilitator ? "To the record" : "To my own page"}
        </a>
        <ReadOnlyNote>Nothing can be added now.</ReadOnlyNote>
      </div>
      {!you.facilitator && <ReleaseScreen />}
    </>
  );
}
