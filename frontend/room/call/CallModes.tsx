import { useDo } from "../../board_kit/part";
import { useSession } from "../use_room";
import type { SetCallMode } from "../wire.gen";
import { toolName } from "./moves";

type Mode = SetCallMode["mode"];

/** How people come into their rooms. It may change in mid-round: groups and texts stay. */
export function CallModes() {
  const perform = useDo();
  const session = useSession();
  if (!session || session.phase === "closed") return null;
  const tool = toolName(session);
  const ways: [Mode, string][] = [
    ["moved", `We move people inside ${tool}`],
    ["links", "Each group has an address of its own"],
    ["follow", "People tap the room they find themselves in"],
  ];
  const now = session.call_mode ?? "moved";
  return (
    <details className="disclosure">
      <summary>How people get to their rooms: {ways.find(([mode]) => mode === now)?.[1]}</summary>
      <fieldset className="plainfield">
        <legend className="vh">How people get to their rooms</legend>
        {ways.map(([mode, words]) => (
          <label className="choice" key={mode}>
            <input
              type="radio"
              name="call-mode"
              checked={mode === now}
              onChange={() => void perform({ kind: "set_call_mode", mode })}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
      <p className="hint">
        Changing it moves nobody and loses no text. <a href={`/plan/${session.id}/call/`}>Addresses and times</a>
      </p>
    </details>
  );
}
