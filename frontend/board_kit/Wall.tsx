import { EmptyState } from "../design/EmptyState";
import { kindOf, useRoom } from "../room/use_room";
import type { EntryRow, Wall as WallPart } from "../room/wire.gen";
import { MarkWords, Struck } from "./Marks";
import { Note } from "./Note";
import { type PartProps, said, textOf, useDo, useShown } from "./part";
import { ThemeBar, useThemes } from "./Themes";

const COLOURS = ["c-lemon", "c-sky", "c-mint", "c-rose", "c-lilac"];

/** What has been shown of a kind, to read; grouped by theme where people have named themes, or by group. */
export function Wall(props: PartProps<WallPart>) {
  const { part, activity, practice } = props;
  const kind = kindOf(practice, part.kind);
  const shown = useShown(activity, part.kind).filter(
    (entry) => entry.state === "shown" && (!part.field || entry.body[part.field]),
  );
  const themes = useThemes(activity, Boolean(part.themes));
  const { you } = useRoom();
  const markKind = part.marks ? kindOf(practice, part.marks) : undefined;
  if (!kind) return null;
  const targets = part.themes ? [...themes, ...(part.by_group ? shown.filter((entry) => !entry.theme) : [])] : [];
  const card = (entry: EntryRow) => (
    <Note
      key={entry.id}
      entry={entry}
      kind={kind}
      activity={activity}
      practice={practice}
      without={part.field ? kind.fields.map((field) => field.name).filter((name) => name !== part.field) : []}
      colour={COLOURS[entry.order % 5]}
      themes={you.facilitator ? targets : []}
    >
      {markKind && <Struck entry={entry} kind={markKind} activity={activity} />}
      {markKind && <MarkWords entry={entry} kind={markKind} activity={activity} practice={practice} />}
      <Beneath entry={entry} {...props} />
      <Merged entry={entry} all={shown} />
    </Note>
  );
  const loose = shown.filter((entry) => !entry.theme);
  return (
    <section className="board" aria-label={part.title || kind.word}>
      <div className="boardbar">
        {part.title && <h3>{part.title}</h3>}
        {you.facilitator && part.themes && <ThemeBar activity={activity} />}
      </div>
      {shown.length === 0 && <EmptyState title={part.empty ?? "Nothing here yet."} />}
      {themes.map((theme) => (
        <ThemeCard key={theme.id} theme={theme} facilitator={you.facilitator}>
          {shown.filter((entry) => entry.theme === theme.id).map(card)}
        </ThemeCard>
      ))}
      <ul className={kind.pen ? "statements" : "notes"}>{loose.map(card)}</ul>
    </section>
  );
}

function ThemeCard({
  theme,
  facilitator,
  children,
}: {
  theme: EntryRow;
  facilitator: boolean;
  children: React.ReactNode;
}) {
  const perform = useDo();
  const reviewed = theme.body.reviewed === true;
  const review = () =>
    void perform({
      kind: "put_theme",
      activity: theme.activity,
      theme: theme.id,
      title: textOf(theme),
      reviewed: !reviewed,
    });
  return (
    <section className="theme">
      <h3 dir="auto">{textOf(theme)}</h3>
      <ul className="notes">{children}</ul>
      {facilitator && (
        <label className="choice">
          <input type="checkbox" checked={reviewed} onChange={review} />
          <span>I have read this title: it may go into the record</span>
        </label>
      )}
    </section>
  );
}

function Merged({ entry, all }: { entry: EntryRow; all: readonly EntryRow[] }) {
  const same = all.filter((other) => other.theme === entry.id);
  if (same.length === 0) return null;
  return (
    <small>{same.length === 1 ? "One more group said the same" : `${same.length} more groups said the same`}</small>
  );
}

/** Entries of other kinds that are about this one. */
function Beneath({ entry, part, practice, activity }: PartProps<WallPart> & { entry: EntryRow }) {
  const { entries } = useRoom();
  const kinds = part.beneath ?? [];
  const found = Object.values(entries).filter(
    (other) => other.activity === activity.id && other.about === entry.id && kinds.includes(other.kind),
  );
  if (found.length === 0) return null;
  return (
    <ul className="plainlist">
      {found.map((other) => {
        const kind = kindOf(practice, other.kind);
        const fields = kind?.fields.filter((field) => other.body[field.name]) ?? [];
        return (
          <li key={other.id}>
            <small>{capital(kind?.word)}</small>{" "}
            {fields.map((field) => said(field, other.body[field.name])).join(" · ")}
          </li>
        );
      })}
    </ul>
  );
}

function capital(word = ""): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
