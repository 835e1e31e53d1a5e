import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../design/Button";
import { SavedState } from "../design/SavedState";
import { Notice, WhoSees } from "../design/Surfaces";
import type { Answer } from "../room/connection";
import type { Body } from "../room/drafts";
import { useDraft } from "../room/use_draft";
import { useHold } from "../room/use_hold";
import { useRoom } from "../room/use_room";
import type { ActivityRow, EntryRow, KindRow, PracticeRow } from "../room/wire.gen";
import { EntryFields, type Problem } from "./EntryFields";
import { Held } from "./Held";
import { reachesOthersAtOnce, useSeenBy } from "./part";

export interface EntryFormProps {
  activity: ActivityRow;
  practice: PracticeRow;
  kind: KindRow;
  about?: string;
  /** Tells two boxes of one kind apart: a panel's key, for instance. */
  box?: string;
  /** Values that the place decides, such as the panel; their fields are not shown. */
  fixed?: Body;
  /** The entry that is being changed. */
  entry?: EntryRow | undefined;
  submit: string;
  onDone?: (id: string) => void;
  onCancel?: () => void;
  onBehalfOf?: string;
  quiet?: boolean;
}

/** Whoever pressed a button that the form took the place of goes on in its first field, not at its end. */
function useGoesOnInside(opened: boolean) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!opened || document.activeElement !== document.body) return;
    const first = form.current?.querySelector<HTMLInputElement>("textarea, select, input");
    const chosen = first?.type === "radio" && form.current?.querySelector<HTMLElement>("input:checked");
    (chosen || first)?.focus();
  }, [opened]);
  return form;
}

/** Where the unsent text is kept: for each activity, kind and thing written about a place of its own. */
function boxOf({ activity, kind, about = "", box = "", entry }: EntryFormProps): string {
  return [activity.id, kind.name, about, ...(box ? [box] : []), ...(entry ? [entry.id] : [])].join(":");
}

/** The form; folded away for facilitators, who mostly watch, except for what is theirs to write. */
export function EntryForm(props: EntryFormProps) {
  const { you } = useRoom();
  const box = boxOf(props);
  if (!you.facilitator || props.kind.facilitators_only || props.entry) return <OpenForm key={box} {...props} />;
  return (
    <details className="disclosure">
      <summary>Write here yourself, or for somebody</summary>
      <OpenForm key={box} {...props} />
    </details>
  );
}

/** Writes one entry. Over a limit it can be kept as a draft and not submitted; a refusal leaves every word in place. */
function OpenForm(props: EntryFormProps) {
  const { activity, practice, kind, about = "", fixed = {}, entry, submit, onDone, onCancel, quiet } = props;
  const [problem, setProblem] = useState<Problem | null>(null);
  const seen = useSeenBy(kind, activity, practice);
  const id = useId();
  const state = practice.stages.find((stage) => stage.key === activity.stage)?.state;
  const fields = kind.fields.filter((field) => !(field.name in fixed) && !(field.later && state === "gathering"));
  const wasPrivate = entry ? entry.visibility === "private" : true;
  const [hints, setHints] = useState<readonly Problem[]>([]);
  const form = useGoesOnInside(onCancel !== undefined);

  const answered = (answer: Answer) => {
    if (!answer.ok) {
      setProblem({ field: answer.refused.field, message: answer.refused.message });
      return;
    }
    setProblem(null);
    setHints((answer.result.hints ?? []) as Problem[]);
    onDone?.(String(answer.result.entry ?? ""));
  };
  const draft = useDraft(boxOf(props), entry?.body ?? {}, { answered, keeps: entry !== undefined });
  const isPrivate = kind.choose_audience && (draft.body._private ?? wasPrivate) === true;

  const send = () => {
    const { _private: _, ...typed } = draft.body;
    const body = { ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== "")), ...fixed };
    draft.handIn({
      kind: "put_entry",
      activity: activity.id,
      entry_kind: kind.name,
      about,
      body,
      private: isPrivate,
      ...(entry ? { entry: entry.id } : {}),
      ...(props.onBehalfOf ? { on_behalf_of: props.onBehalfOf } : {}),
    });
  };

  const hold = useHold(send);
  const goesOut = !entry && !isPrivate && reachesOthersAtOnce(kind, practice, activity.stage);

  return (
    <form
      ref={form}
      className="compose"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (goesOut && hold.left === null) hold.begin();
        else if (goesOut) hold.now();
        else send();
      }}
    >
      <EntryFields
        fields={fields}
        body={draft.body}
        onChange={(body) => {
          setProblem(null);
          hold.undo();
          draft.change(body);
        }}
        problem={problem}
        onBlur={draft.flush}
        name={id}
      />
      {kind.choose_audience && (
        <Audience
          name={`${id}-audience`}
          isPrivate={isPrivate}
          onChange={(value) => draft.change({ ...draft.body, _private: value })}
        />
      )}
      {problem?.field && !fields.some((field) => field.name === problem.field) && (
        <p className="error" role="alert">
          {problem.message}
        </p>
      )}
      <Held hold={hold} />
      <div className="act">
        {hold.left === null && (
          <Button type="submit" busy={draft.handing} wide {...(quiet ? { kind: "quiet" as const } : {})}>
            {submit}
          </Button>
        )}
        {onCancel && (
          <Button kind="plain" onClick={onCancel}>
            Leave it as it was
          </Button>
        )}
      </div>
      {draft.state && <SavedState state={draft.state} {...(draft.state === "saved" ? { detail: "Draft kept" } : {})} />}
      {hints.map((hint) => (
        <Notice key={hint.message} tone="amber" live="status">
          Kept. {hint.message} You can change it.
        </Notice>
      ))}
      <WhoSees by={isPrivate ? "you" : seen.by}>
        {isPrivate ? "Only you. It is on your own page afterwards." : seen.text}
      </WhoSees>
    </form>
  );
}

function Audience({
  name,
  isPrivate,
  onChange,
}: {
  name: string;
  isPrivate: boolean;
  onChange: (value: boolean) => void;
}) {
  return (
    <fieldset className="field">
      <legend>Who is it for?</legend>
      <div className="picks across">
        <label className="choice pick">
          <input type="radio" name={name} checked={isPrivate} onChange={() => onChange(true)} />
          <span>Keep it private</span>
        </label>
        <label className="choice pick">
          <input type="radio" name={name} checked={!isPrivate} onChange={() => onChange(false)} />
          <span>Show it, without my name</span>
        </label>
      </div>
    </fieldset>
  );
}
