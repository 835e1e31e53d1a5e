import type { Current } from "../room/current";
import { breakEnd, groupsEnd, timeOfDay } from "../room/timing";
import { useLeaves, useServerTime } from "../room/use_room";
import type { View } from "./view";

/** One line of what, one of how. */
export function Heading({ view, current }: { view: View; current: Current }) {
  const { title, lines } = useWords(view, current);
  return (
    <>
      <h1 dir="auto">{title}</h1>
      {lines.filter(Boolean).map((line) => (
        <p className="do" dir="auto" key={line}>
          {line}
        </p>
      ))}
    </>
  );
}

interface Words {
  title: string;
  lines: string[];
}

function useWords(view: View, current: Current): Words {
  const { session, item } = current;
  const now = useServerTime(5000);
  const leaves = useLeaves();
  const zone = session?.zone ?? "UTC";
  switch (view.kind) {
    case "lobby":
      return {
        title: session?.title ?? "",
        lines: [
          lobbyLine(session?.starts_at ?? null, now, zone),
          "Come in with the code, on a phone or a computer. You need a name and nothing else.",
        ],
      };
    case "closed":
      return {
        title: "Thank you",
        lines: [
          "What you wrote is on your own page: read it, withdraw it, take it with you.",
          session?.next_title ? `Next: ${session.next_title}` : "",
        ],
      };
    case "break":
      return {
        title: view.item.title,
        lines: [`Back at ${timeOfDay(session ? breakEnd(view.item, leaves, session, now) : null, zone)}`],
      };
    case "groups":
      return groupWords(view, current, zone);
    case "alone":
      return {
        title: view.at.stage.title,
        lines: [
          view.at.stage.instruction,
          view.putAway ? "The statement is put away while everybody writes from memory." : "",
        ],
      };
    case "board":
      return { title: view.at.stage.title, lines: [view.at.stage.instruction] };
    case "agenda":
      return { title: item?.title ?? session?.title ?? "", lines: [item?.prompt ?? ""] };
  }
}

function lobbyLine(startsAt: number | null, now: number, zone: string): string {
  if (startsAt === null) return "";
  return startsAt > now ? `We start at ${timeOfDay(startsAt, zone)}.` : "We start in a moment.";
}

function groupWords(view: View & { kind: "groups" }, { grouping }: Current, zone: string): Words {
  const task = view.at?.stage.instruction ?? "";
  if (grouping?.status === "sent")
    return { title: "Find your room", lines: ["Your own screen says where, and with whom.", task] };
  if (grouping?.status === "closing")
    return { title: "Coming back together", lines: ["Finish your sentence. Nothing is cut off."] };
  const back = grouping ? groupsEnd(grouping) : null;
  return { title: "Groups are at work", lines: [back ? `Back at ${timeOfDay(back, zone)}` : "", task] };
}
