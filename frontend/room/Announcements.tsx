import { useEffect, useRef } from "react";
import { useAnnounce } from "../design/Announcer";
import { useToast } from "../design/Toast";
import { type Current, useClock } from "./current";
import { useEvents, useRoom } from "./use_room";

/** Half time, two minutes, one minute and the end, said once each and politely (practice guide, R4); and what happened. */
export function Announcements({ current, onCome }: { current: Current; onCome: () => void }) {
  const announce = useAnnounce();
  const tell = useToast();
  const { you } = useRoom();
  useTimeSaid(current);
  useEvents((event) => {
    const said = WHAT_HAPPENED[event.kind];
    if (said) announce(said);
    if (event.kind === "bring_here") {
      onCome();
      const words = you.facilitator ? "Everyone is asked to come here." : "The facilitator asks everyone to come here.";
      tell({ text: words, icon: "megaphone" });
    }
    if (event.kind === "placed")
      tell({ text: `You are in room ${event.note?.number}: everybody should have company.`, icon: "people" });
    if (event.kind === "asks_the_way" && you.facilitator)
      tell({ text: "Somebody is lost, and asks the way.", icon: "lost" });
    if (event.kind === "groups_closed") tell({ text: "", about: "rooms" });
    if (event.kind === "groups_extended")
      tell({ text: `${Number(event.note?.seconds) / 60} more minutes for groups.`, icon: "clock", about: "the clock" });
    if (event.kind === "clock_changed" && event.note?.do === "add") {
      const seconds = Number(event.note.seconds);
      tell({
        text: seconds > 0 ? `${seconds / 60} min added.` : `${-seconds / 60} min less.`,
        icon: "clock",
        about: "the clock",
      });
    }
  });
  const stage = current.stage?.title;
  const before = useRef(stage);
  useEffect(() => {
    if (stage && before.current !== stage) announce(`Now: ${stage}. ${current.stage?.instruction ?? ""}`);
    before.current = stage;
  }, [stage, announce, current.stage]);
  return null;
}

const WHAT_HAPPENED: Record<string, string> = {
  groups_closing: "Groups return in one minute. What you write is kept.",
  groups_closed: "We are back together.",
  rooms_open: "Groups have begun.",
  entries_revealed: "Notes are shown now.",
  session_closed: "The session is closed. Thank you.",
};

function useTimeSaid(current: Current): void {
  const clock = useClock(current);
  const announce = useAnnounce();
  const said = useRef({ total: 0, marks: new Set<string>() });
  const left = clock ? Math.round(clock.left) : null;
  const total = clock?.total ?? 0;
  const running = clock?.state !== "paused";
  useEffect(() => {
    if (left === null || !running) return;
    if (said.current.total !== total) said.current = { total, marks: new Set() };
    const once = (mark: string, words: string) => {
      if (!said.current.marks.has(mark)) announce(words);
      said.current.marks.add(mark);
    };
    if (left <= 0) once("end", "Time is up. Finish your sentence; nothing is cut off.");
    else if (left <= 60 && left > 45 && total > 90) once("1", "One minute left.");
    else if (left <= 120 && left > 105 && total > 180) once("2", "Two minutes left.");
    else if (left <= total / 2 && left > total / 2 - 10 && total > 300) once("half", "Half time.");
  }, [left, total, running, announce]);
}
