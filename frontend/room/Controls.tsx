import { useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { Dialog } from "../design/Dialog";
import { TextField } from "../design/Field";
import { Menu, type MenuAction } from "../design/Menu";
import { Segment } from "../design/Segment";
import { useToast } from "../design/Toast";
import type { Answer } from "./connection";
import type { Current } from "./current";
import { NextStep } from "./NextStep";
import { useDraft } from "./use_draft";
import { useLeaves, useRoom } from "./use_room";
import type { GroupingRow, ItemRow, SessionRow } from "./wire.gen";

/** The facilitators' bar: one big next step, the clock, groups, and words to people. */
export function Controls({ current }: { current: Current }) {
  const { here } = useRoom();
  const [message, openMessage] = useState(false);
  const { session, item } = current;
  if (!session) return null;
  const live = session.phase === "live";
  return (
    <>
      <footer className="controls">
        <div className="controlrow">
          <NextStep current={current} />
          {live && item && <ClockButtons current={current} />}
          <Button kind="quiet" icon="megaphone" onClick={() => openMessage(true)}>
            <span className="wide-words">Message</span>
          </Button>
          {live && <BringHere />}
          <span className="push soft">{here === 1 ? "1 here" : `${here} here`}</span>
        </div>
        <MoreMenu current={current} />
      </footer>
      <MessageDialog open={message} onClose={() => openMessage(false)} current={current} />
    </>
  );
}

function BringHere() {
  const perform = useDo();
  return (
    <Button kind="quiet" onClick={() => void perform({ kind: "bring_here" })}>
      Bring everyone here
    </Button>
  );
}

function ClockButtons({ current }: { current: Current }) {
  const perform = useDo();
  const paused = Boolean(current.item?.paused_at);
  const add = (seconds: number) => void perform({ kind: "clock", do: "add", seconds });
  const actions: MenuAction[] = [
    { key: "p5", label: "5 minutes more", run: () => add(300) },
    { key: "p1", label: "1 minute more", run: () => add(60) },
    { key: "m1", label: "1 minute less", run: () => add(-60) },
    { key: "m5", label: "5 minutes less", run: () => add(-300) },
    { key: "end", label: "End this now", run: () => void perform({ kind: "clock", do: "end" }) },
  ];
  const activity = current.activity;
  if (activity?.stage_seconds) {
    actions.push({
      key: "stage",
      label: "1 minute more for this step",
      run: () => void perform({ kind: "clock", do: "add", seconds: 60, activity: activity.id }),
    });
  }
  return (
    <>
      <Button kind="quiet" icon="plus" onClick={() => add(60)}>
        1 min
      </Button>
      <Button
        kind="quiet"
        icon={paused ? "play" : "pause"}
        onClick={() => void perform({ kind: "clock", do: paused ? "resume" : "pause" })}
      >
        {paused ? "Go on" : "Pause"}
      </Button>
      <Menu of="the clock" label="More for the clock" icon="clock" actions={actions} />
    </>
  );
}

function MoreMenu({ current }: { current: Current }) {
  const perform = useDo();
  const leaves = useLeaves();
  const { groupings } = useRoom();
  const { session, item, activity, practice } = current;
  const at = leaves.findIndex((leaf) => leaf.id === item?.id);
  const before = leaves[at - 1];
  const after = leaves.slice(at + 1).find((leaf) => !leaf.skipped);
  const actions: MenuAction[] = [];
  if (activity && after) {
    const run = () => void perform({ kind: "go", item: after.id });
    actions.push({ key: "on", label: `On to ${after.title}`, icon: "next", run });
  }
  actions.push(...groupActions(item, Object.values(groupings), perform));
  if (activity && practice) {
    for (const stage of practice.stages) {
      if (stage.key !== activity.stage) {
        actions.push({
          key: `stage-${stage.key}`,
          label: `Step: ${stage.title}`,
          run: () => void perform({ kind: "set_stage", activity: activity.id, stage: stage.key }),
        });
      }
    }
  }
  if (before)
    actions.push({
      key: "back",
      label: `Back to ${before.title}`,
      icon: "previous",
      run: () => void perform({ kind: "go", item: before.id }),
    });
  if (session) {
    actions.push(...screenActions(session, activity?.id ?? "", perform));
    if (session.phase === "live") {
      actions.push({
        key: "close",
        label: "Close the session",
        icon: "stop",
        danger: true,
        run: () => void perform({ kind: "close_session", close: true }),
      });
    }
  }
  return <Menu of="this session" label="More" actions={actions} />;
}

/** Groups for this part, made anew when there have been some already, or where no preview is open. */
function groupActions(item: ItemRow | undefined, groupings: readonly GroupingRow[], perform: Perform): MenuAction[] {
  const own = groupings.filter((one) => one.item === item?.id);
  if (!item?.plan || own.length === 0 || own.some((one) => one.status === "proposed")) return [];
  const { id, plan } = item;
  const run = () => void perform({ kind: "propose_groups", item: id, plan });
  return [{ key: "groups", label: "Make groups again", icon: "people", run }];
}

type Perform = ReturnType<typeof useDo>;

/** Open the shared screen, and choose whether it shows the board or the agenda. */
function screenActions(session: SessionRow, activity: string, perform: Perform): MenuAction[] {
  const open = () => window.open(`/screen/${session.id}/`, "_blank");
  const actions: MenuAction[] = [{ key: "screen", label: "Open the shared screen", icon: "screen", run: open }];
  const shows = session.screen_activity;
  if (activity && shows !== activity) {
    const run = () => void perform({ kind: "show_on_screen", activity });
    actions.push({ key: "screen-board", label: "Shared screen: show this board", icon: "board", run });
  }
  if (shows) {
    const run = () => void perform({ kind: "show_on_screen", activity: "" });
    actions.push({ key: "screen-agenda", label: "Shared screen: show the agenda", icon: "agenda", run });
  }
  return actions;
}

type To = "session" | "groups" | "facilitators";

function MessageDialog({ open, onClose, current }: { open: boolean; onClose: () => void; current: Current }) {
  const tell = useToast();
  const [to, setTo] = useState<To>("session");
  const answered = (answer: Answer) => {
    if (answer.ok) onClose();
    else tell({ text: answer.refused.message, icon: "warn" });
  };
  const draft = useDraft("message", {}, { answered });
  const text = String(draft.body.text ?? "");
  const atWork = current.grouping && ["sent", "open", "closing"].includes(current.grouping.status);
  const send = () => draft.handIn({ kind: "message", to, text });
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="A message at the top of screens"
      actions={
        <Button
          icon="send"
          busy={draft.handing}
          onClick={send}
          {...(text.trim() ? {} : { whyNot: "Write something first." })}
        >
          Send
        </Button>
      }
    >
      <Segment<To>
        label="To"
        options={[
          { value: "session", label: "Everyone" },
          ...(atWork ? [{ value: "groups" as const, label: "All groups" }] : []),
          { value: "facilitators", label: "Facilitators" },
        ]}
        value={to}
        onChange={setTo}
      />
      <TextField label="Message" value={text} onChange={(next) => draft.change({ text: next })} limit={280} />
    </Dialog>
  );
}
