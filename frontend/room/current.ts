import { type Clock, groupsClock, itemClock, stageClock } from "./timing";
import { stageOf, useGrouping, useMyGroup, useRoom, useServerTime, useSession } from "./use_room";
import type { ActivityRow, GroupingRow, GroupRow, ItemRow, PracticeRow, SessionRow, StageRow } from "./wire.gen";

/** What is going on now, in one place. */
export interface Current {
  session: SessionRow | undefined;
  item: ItemRow | undefined;
  activity: ActivityRow | undefined;
  practice: PracticeRow | undefined;
  stage: StageRow | undefined;
  grouping: GroupingRow | undefined;
  group: GroupRow | undefined;
}

/** The current item, its activity and stage, and one's group in it. */
export function useCurrent(): Current {
  const room = useRoom();
  const session = useSession();
  const item = session ? room.items[session.item] : undefined;
  const activity = Object.values(room.activities).find((one) => one.item === item?.id);
  const practice = activity ? room.practices[activity.practice] : undefined;
  const stage = practice && activity ? stageOf(practice, activity.stage) : undefined;
  const atWork = useGrouping();
  const grouping = activity?.grouping
    ? room.groupings[activity.grouping]
    : atWork?.item === item?.id
      ? atWork
      : undefined;
  const group = useMyGroup(grouping ?? atWork);
  return { session, item, activity, practice, stage, grouping: grouping ?? atWork, group };
}

/** The one clock on the screen: the return, the stage's, the groups' or the item's, whichever speaks of now. */
export function useClock(current: Current): Clock | null {
  const now = useServerTime(500);
  const { session, item, activity, grouping } = current;
  if (session?.phase === "closed") return null;
  if (grouping?.status === "closing") return groupsClock(grouping, now);
  const stage = activity ? stageClock(activity, item, now) : null;
  if (stage) return stage;
  const groups = grouping ? groupsClock(grouping, now) : null;
  if (groups) return groups;
  return item ? itemClock(item, now) : null;
}
