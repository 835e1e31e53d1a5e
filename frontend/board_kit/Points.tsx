import { useState } from "react";
import { Button } from "../design/Button";
import { kindOf, useGrouping, useMyGroup, useWritable } from "../room/use_room";
import type { Points as PointsPart } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { type PartProps, textOf, useDo, useShown } from "./part";

/** A group's numbered key points: any member adds or changes one. They reach everyone when groups report back. */
export function Points({ part, activity, practice }: PartProps<PointsPart>) {
  const kind = kindOf(practice, part.kind);
  const group = useMyGroup(useGrouping(activity));
  const all = useShown(activity, part.kind);
  const points = group ? all.filter((entry) => entry.group === group.id) : all;
  const writable = useWritable(activity, kind);
  const [editing, setEditing] = useState("");
  const perform = useDo();
  if (!kind) return null;
  const left = (part.most ?? 3) - points.length;
  return (
    <section className="board" aria-label={part.title ?? "Key points"}>
      <h3>
        {part.title ?? "Key points"}{" "}
        <small className="soft">
          {points.length} of {part.most ?? 3}
        </small>
      </h3>
      <ol className="answers">
        {points.map((point) => (
          <li key={point.id}>
            {editing === point.id ? (
              <EntryForm
                activity={activity}
                practice={practice}
                kind={kind}
                entry={point}
                submit="Save the change"
                onDone={() => setEditing("")}
                onCancel={() => setEditing("")}
              />
            ) : (
              <>
                <p dir="auto">{textOf(point)}</p>
                {writable && (
                  <div className="row tight">
                    <Button kind="quiet" size="small" onClick={() => setEditing(point.id)}>
                      Change
                    </Button>
                    <Button
                      kind="plain"
                      size="small"
                      onClick={() => void perform({ kind: "withdraw_entry", entry: point.id })}
                    >
                      Withdraw
                    </Button>
                  </div>
                )}
              </>
            )}
          </li>
        ))}
      </ol>
      {writable && left > 0 && (
        <div className="card">
          <EntryForm activity={activity} practice={practice} kind={kind} submit="Add the point" />
        </div>
      )}
      {writable && left <= 0 && (
        <p className="hint">That is all {part.most ?? 3}. Change one, or withdraw one first.</p>
      )}
    </section>
  );
}
