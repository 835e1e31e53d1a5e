import { useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { ClockRing } from "../design/ClockRing";
import { classes } from "../design/classes";
import { LoadingState } from "../design/EmptyState";
import { Tag } from "../design/Surfaces";
import { PaneTabs } from "../design/Tabs";
import { AgendaPane } from "./AgendaPane";
import { Announcements } from "./Announcements";
import { Away } from "./away/Away";
import { Controls } from "./Controls";
import { useClock, useCurrent } from "./current";
import { FacilitatorSide } from "./FacilitatorSide";
import { useFocusStays } from "./focus_stays";
import { InviteButton } from "./Invite";
import { useKeyboardRoom } from "./keyboard";
import { Lobby } from "./Lobby";
import { ParticipantSide } from "./ParticipantSide";
import { Stage } from "./Stage";
import { Strips } from "./Strips";
import { SCROLLS } from "./scrolls";
import { useLink, useRoom } from "./use_room";

export type PaneName = "agenda" | "stage" | "side";

/** The live room: three panes on a desktop, one at a time on a phone. */
export function Room({ host }: { host: string }) {
  const { ready, you, people, groups } = useRoom();
  const link = useLink();
  useFocusStays();
  const [pane, setPane] = useState<PaneName>("stage");
  const current = useCurrent();
  const [sheet, openSheet] = useSheet(current);
  useKeyboardRoom();
  if (link === "shut") return <Shut />;
  if (!ready || !current.session) return <LoadingState />;
  const lobby = current.session.phase === "lobby" && !you.facilitator;
  const hands = Object.values(people).filter((person) => person.hand_at).length;
  const calls = Object.values(groups).filter((group) => group.help_since).length;
  return (
    <div className={classes("room", lobby && "only-stage")} data-pane={pane}>
      <Announcements current={current} onCome={() => setPane("stage")} />
      <a className="skip" href="#main">
        Skip to what we do now
      </a>
      <header className="roombar">
        <span className="host">{host}</span>
        <span className="crumb" aria-hidden="true">
          /
        </span>
        <h1>{current.session.title}</h1>
        <Tag tone="amber" icon="lock">
          {current.session.rule_words}
        </Tag>
        {current.session.rehearsal && <Tag tone="plum">Rehearsal</Tag>}
        <div className="end">
          <BarClock current={current} />
          {you.facilitator ? (
            <InviteButton session={current.session} />
          ) : (
            current.session.phase !== "closed" && <HelpButtons />
          )}
        </div>
      </header>
      <section className="roomstrip" aria-label="News">
        <Strips current={current} />
        <Away current={current} />
      </section>
      {!lobby && <AgendaPane current={current} />}
      <main className="stage" id="main" {...SCROLLS}>
        {lobby ? <Lobby current={current} /> : <Stage current={current} sheet={sheet} onSheet={openSheet} />}
      </main>
      {!lobby && (
        <aside className="pane side" aria-label={you.facilitator ? "People and groups" : "You and your group"}>
          {you.facilitator ? (
            <FacilitatorSide
              current={current}
              onSheet={() => {
                openSheet(true);
                setPane("stage");
              }}
            />
          ) : (
            <ParticipantSide current={current} />
          )}
        </aside>
      )}
      {you.facilitator && <Controls current={current} />}
      {!lobby && (
        <PaneTabs
          label="Parts of the room"
          panes={[
            { key: "agenda", label: "Agenda", icon: "agenda" },
            { key: "stage", label: "Now", icon: "board" },
            {
              key: "side",
              label: you.facilitator ? "People" : "Group",
              icon: "people",
              ...(you.facilitator ? { badge: hands + calls, badgeLabel: "waiting" } : {}),
            },
          ]}
          chosen={pane}
          onChoose={(key) => setPane(key as PaneName)}
        />
      )}
    </div>
  );
}

/** Whether the move sheet is in front: by itself for the producer when groups have been sent, until it is put away. */
function useSheet({ grouping, session }: ReturnType<typeof useCurrent>): [boolean, (on: boolean) => void] {
  const { you } = useRoom();
  const [chosen, choose] = useState<{ grouping: string; on: boolean }>({ grouping: "", on: false });
  const own = grouping && chosen.grouping === grouping.id ? chosen.on : undefined;
  const due = grouping?.status === "sent" && session?.call_mode === "moved" && you.roles.includes("producer");
  return [own ?? due, (on) => choose({ grouping: grouping?.id ?? "", on })];
}

function BarClock({ current }: { current: ReturnType<typeof useCurrent> }) {
  const clock = useClock(current);
  return clock ? <ClockRing left={clock.left} total={clock.total} state={clock.state} /> : null;
}

function HelpButtons() {
  const perform = useDo();
  const { you } = useRoom();
  const up = Boolean(you.hand_at);
  return (
    <Button
      kind="quiet"
      size="small"
      icon="hand"
      aria-pressed={up}
      onClick={() => void perform({ kind: "hand", up: !up })}
    >
      <span className="wide-words">{up ? "Lower your hand" : "Raise your hand"}</span>
    </Button>
  );
}

function Shut() {
  return (
    <div className="moment">
      <h2>You are not in this room</h2>
      <p>
        The room has closed, or your way in belongs to another device. What you wrote is on your own page. To come in
        again, open the link in your mail, or join with the code.
      </p>
      <a className="button" href="/me/">
        My own page
      </a>
      <a className="button quiet" href="/join/">
        Join with the code
      </a>
    </div>
  );
}
