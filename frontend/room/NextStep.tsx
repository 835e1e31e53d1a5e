import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import type { IconName } from "../design/Icon";
import { useToast } from "../design/Toast";
import { roomsFor, toolName } from "./call/moves";
import type { Current } from "./current";
import { type Step, stepsOf } from "./steps";
import { timeOfDay } from "./timing";
import { useAct, useLeaves, useRoom } from "./use_room";

/** The big next step, what may be done instead, and what groups at work may be asked besides. */
export function NextStep({ current }: { current: Current }) {
  const { groupings } = useRoom();
  const leaves = useLeaves();
  const { main, other } = stepsOf(current, Object.values(groupings), leaves);
  return (
    <>
      {main && <StepButton step={main} main={main.do !== "reopen"} />}
      {other && <StepButton step={other} main={false} />}
      <Return current={current} main={main} />
    </>
  );
}

function StepButton({ step, main }: { step: Step; main: boolean }) {
  const take = useSteps();
  const { icon, words } = inWords(step);
  return (
    <Button icon={icon} {...(main ? {} : { kind: "quiet" as const })} onClick={() => void take(step)}>
      {words}
    </Button>
  );
}

function inWords(step: Step): { icon: IconName; words: string } {
  switch (step.do) {
    case "reopen":
      return { icon: "undo", words: "Reopen the session" };
    case "close":
      return { icon: "check", words: "Close the session" };
    case "make_groups":
      return { icon: "people", words: "Make groups" };
    case "gather_rooms":
    case "open_rooms":
      return { icon: "door", words: `Rooms are open: start ${step.minutes} min` };
    case "close_groups":
      return { icon: "bell", words: "Close groups in 1 min" };
    case "stage":
      return { icon: "next", words: `Next: ${step.stage.title}` };
    case "go":
      return step.first
        ? { icon: "go", words: `Go: ${step.item.title}` }
        : { icon: "next", words: `Next: ${step.item.title}` };
  }
}

/** Groups of four or five, mixed: for whoever asked for the groups of before when there have been none. */
const NEW_GROUPS = { kind: "breakout", size: 4.5, mix: true };

/** Make a preview of groups. */
function usePropose(): (item: string, plan: Record<string, unknown>) => Promise<unknown> {
  const act = useAct();
  const perform = useDo();
  const tell = useToast();
  return async (item, plan) => {
    if (plan.kind !== "same") return perform({ kind: "propose_groups", item, plan });
    const answer = await act({ kind: "propose_groups", item, plan });
    if (answer.ok) return answer.result;
    tell({ text: "There were no groups before this. Here are new ones to look at.", icon: "people" });
    return perform({ kind: "propose_groups", item, plan: NEW_GROUPS });
  };
}

/** Open the rooms, and say which time they get in the meeting tool. */
function useOpening(): (step: Extract<Step, { do: "open_rooms" | "gather_rooms" }>) => Promise<unknown> {
  const perform = useDo();
  const tell = useToast();
  const { here, session } = useRoom();
  const row = Object.values(session)[0];
  return async (step) => {
    const { minutes } = step;
    const opened =
      step.do === "open_rooms"
        ? await perform({ kind: "open_rooms", grouping: step.grouping, minutes })
        : await perform({ kind: "gather_rooms", item: step.item, rooms: roomsFor(step.plan, here), minutes });
    if (opened && row) {
      const at = timeOfDay(Date.now() + minutes * 60_000, row.zone);
      tell({ text: `Set ${minutes} min in ${toolName(row)}: rooms close at ${at}.`, icon: "clock", about: "rooms" });
    }
    return opened;
  };
}

/** Take a step. With the rooms the work begins for which people were made ready. */
function useSteps(): (step: Step) => Promise<unknown> {
  const perform = useDo();
  const propose = usePropose();
  const open = useOpening();
  const { activities, session } = useRoom();
  const item = Object.values(session)[0]?.item;
  return async (step) => {
    switch (step.do) {
      case "reopen":
      case "close":
        return perform({ kind: "close_session", close: step.do === "close" });
      case "make_groups":
        return propose(step.item, step.plan);
      case "close_groups":
        return perform({ kind: "close_groups", grouping: step.grouping, seconds: 60 });
      case "stage":
        return perform({ kind: "set_stage", activity: step.activity, stage: step.stage.key });
      case "go":
        return perform({ kind: "go", item: step.item.id });
      case "gather_rooms":
      case "open_rooms": {
        const opened = await open(step);
        const activity = Object.values(activities).find((one) => one.item === item);
        if (!opened || !activity || !step.stage) return opened;
        return perform({ kind: "set_stage", activity: activity.id, stage: step.stage.key });
      }
    }
  };
}

/** Call groups back at any time, or at once when the minute is running. */
function Return({ current, main }: { current: Current; main: Step | undefined }) {
  const perform = useDo();
  const { grouping } = current;
  if (grouping?.status === "open" && main?.do !== "close_groups") {
    return <StepButton step={{ do: "close_groups", grouping: grouping.id }} main={false} />;
  }
  if (grouping?.status !== "closing") return null;
  return (
    <Button kind="quiet" onClick={() => void perform({ kind: "close_groups", grouping: grouping.id, seconds: 0 })}>
      Return now
    </Button>
  );
}
