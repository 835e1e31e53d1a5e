import { type ComponentType, useMemo } from "react";
import { useGrouping, useMyGroup, useRoom } from "../room/use_room";
import type { ActivityRow, PracticeRow, StageRow } from "../room/wire.gen";
import { Compare } from "./Compare";
import { Counts } from "./Counts";
import { FormPart } from "./FormPart";
import { Panels } from "./Panels";
import { Points } from "./Points";
import type { Part, PartProps } from "./part";
import { Cards, Findings, Prompts } from "./Reading";
import { Sort } from "./Sort";
import { Statement } from "./Statement";
import { Turns } from "./Turns";
import { Dots, Vote } from "./Vote";
import { Wall } from "./Wall";

// Each component takes its own part; the type of the part picks it.
const PARTS = {
  cards: Cards,
  prompts: Prompts,
  panels: Panels,
  form: FormPart,
  sort: Sort,
  turns: Turns,
  statement: Statement,
  vote: Vote,
  dots: Dots,
  wall: Wall,
  compare: Compare,
  points: Points,
} as unknown as Record<Part["type"], ComponentType<PartProps>>;

/** The board of an activity: the parts that its present stage declares, and what the practice has to say. */
export function Board({
  activity,
  practice,
  stage,
}: {
  activity: ActivityRow;
  practice: PracticeRow;
  stage: StageRow;
}) {
  const { findings } = useRoom();
  const group = useMyGroup(useGrouping(activity));
  const shown = useMemo(
    () =>
      Object.values(findings).filter(
        (finding) =>
          finding.activity === activity.id &&
          !finding.key.startsWith("spread:") &&
          (finding.group === "" || finding.group === group?.id),
      ),
    [findings, activity.id, group?.id],
  );
  return (
    <div className="board">
      <Counts activity={activity} practice={practice} />
      {stage.parts
        .filter((part) => isThere(part, activity))
        .map((part, place) => {
          const Drawn = PARTS[part.type];
          return (
            <Drawn
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stage are declared once and never move
              key={`${activity.id}-${stage.key}-${part.type}-${place}`}
              part={part}
              activity={activity}
              practice={practice}
              stage={stage}
            />
          );
        })}
      <Findings findings={shown} />
    </div>
  );
}

/** A part with `when` is there only while the activity's settings have these values. */
function isThere(part: Part, activity: ActivityRow): boolean {
  return Object.entries(part.when ?? {}).every(([name, value]) => String(activity.settings[name] ?? "") === value);
}
