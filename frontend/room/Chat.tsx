import { useState } from "react";
import { Held } from "../board_kit/Held";
import { useDo, useIsMine } from "../board_kit/part";
import { Button } from "../design/Button";
import { classes } from "../design/classes";
import { Menu, type MenuAction } from "../design/Menu";
import { Segment } from "../design/Segment";
import { useToast } from "../design/Toast";
import type { Answer } from "./connection";
import type { Current } from "./current";
import { useDraft } from "./use_draft";
import { useHold } from "./use_hold";
import { useRoom, useSession } from "./use_room";
import type { EntryRow } from "./wire.gen";

type To = "session" | "group" | "facilitators";

/** The chat: an equal channel beside speaking and the board. A facilitator takes a line to the board in one action. */
export function Chat({ current }: { current: Current }) {
  const { entries, you } = useRoom();
  const session = useSession();
  const [to, setTo] = useState<To>("session");
  const tell = useToast();
  const answered = (answer: Answer) => !answer.ok && tell({ text: answer.refused.message, icon: "warn" });
  const draft = useDraft("chat", {}, { answered });
  const text = String(draft.body.text ?? "");
  const lines = Object.values(entries)
    .filter((entry) => entry.kind === "chat")
    .sort((a, b) => a.order - b.order);
  const hold = useHold(() => draft.handIn({ kind: "say", to, text }));
  const send = () => {
    if (hold.left !== null) hold.now();
    else if (text.trim()) hold.begin();
  };
  return (
    <section className="chat" aria-label="Chat">
      <ol className="chatlog">
        {lines.length === 0 && <li className="hint">Nothing yet. Writing here counts as much as speaking.</li>}
        {lines.map((line) => (
          <Line key={line.id} line={line} activity={current.activity?.id ?? ""} />
        ))}
      </ol>
      {session?.phase !== "closed" && (
        <form
          className="chatform"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Segment<To>
            label="To"
            options={[
              { value: "session", label: "Everyone" },
              ...(current.group && !you.facilitator ? [{ value: "group" as const, label: "Group" }] : []),
              { value: "facilitators", label: "Facilitators" },
            ]}
            value={to}
            onChange={setTo}
          />
          <Held hold={hold} />
          <div className="line">
            <div>
              <label className="vh" htmlFor="chat-box">
                Your line, shown with your name
              </label>
              <textarea
                id="chat-box"
                className="input"
                rows={2}
                placeholder="With your name"
                value={text}
                onChange={(event) => {
                  hold.undo();
                  draft.change({ text: event.target.value });
                }}
                onBlur={draft.flush}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
                    event.preventDefault();
                    send();
                  }
                }}
              />
            </div>
            <Button type="submit" icon="send" size="small" busy={draft.handing}>
              Send
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Line({ line, activity }: { line: EntryRow; activity: string }) {
  const perform = useDo();
  const { you } = useRoom();
  const isMine = useIsMine()(line);
  const actions: MenuAction[] = [];
  if (isMine)
    actions.push({
      key: "withdraw",
      label: "Withdraw everywhere",
      icon: "bin",
      danger: true,
      run: () => void perform({ kind: "withdraw_entry", entry: line.id }),
    });
  if (you.facilitator && (line.audience === "session" || (isMine && line.audience === "facilitators"))) {
    actions.push({
      key: "issue",
      label: "Make it an issue",
      icon: "flag",
      run: () => void perform({ kind: "promote", entry: line.id, to: "issue" }),
    });
    if (activity)
      actions.push({
        key: "board",
        label: "Put it on the board",
        icon: "board",
        run: () => void perform({ kind: "promote", entry: line.id, to: "board", activity }),
      });
  }
  const where = line.audience.startsWith("group:")
    ? "to the group"
    : line.audience === "facilitators"
      ? "to the facilitators"
      : "";
  return (
    <li className={classes("chatline", isMine && "mine")}>
      <span className="who">
        <b dir="auto">{line.author || "Someone"}</b> {where}
        {actions.length > 0 && (
          <span className="push">
            <Menu of={`the line of ${line.author}`} small actions={actions} />
          </span>
        )}
      </span>
      <p dir="auto">{String(line.body.text ?? "")}</p>
    </li>
  );
}
