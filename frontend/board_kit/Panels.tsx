import { useState } from "react";
import { classes } from "../design/classes";
import { EmptyState } from "../design/EmptyState";
import { Segment } from "../design/Segment";
import { kindOf, useRoom, useWritable } from "../room/use_room";
import type { EntryRow, Panel, Panels as PanelsPart } from "../room/wire.gen";
import { EntryForm } from "./EntryForm";
import { Note } from "./Note";
import { type PartProps, textOf, useShown } from "./part";
import { ThemeBar, useThemes } from "./Themes";
import { useViewChoice } from "./view_choice";

const COLOURS = ["c-lemon", "c-sky", "c-mint", "c-rose", "c-lilac"];

/** Notes under headings: a board, and its list twin with the same powers. On a phone the list comes first. */
export function Panels(props: PartProps<PanelsPart>) {
  const { part, activity, practice } = props;
  const kind = kindOf(practice, part.kind);
  const entries = useShown(activity, part.kind);
  const writable = useWritable(activity, kind);
  const [view, setView] = useViewChoice(activity.practice);
  const [chosen, choose] = useState(part.panels[0]?.key ?? "");
  const themes = useThemes(activity, Boolean(part.themes));
  const { you } = useRoom();
  if (!kind) return null;
  const many = part.panels.length > 1;
  const by = part.by ?? "panel";
  const inPanel = (panel: Panel) => entries.filter((entry) => !many || entry.body[by] === panel.key);
  const shut = (panel: Panel) =>
    (panel.opens_after ?? []).some((key) => !entries.some((entry) => entry.body[by] === key));
  const note = (entry: EntryRow, place: number) => (
    <Note
      key={entry.id}
      entry={entry}
      kind={kind}
      activity={activity}
      practice={practice}
      without={many ? [by] : []}
      colour={COLOURS[(many ? place : entry.order) % COLOURS.length]}
      themes={themes}
    />
  );
  const panel = part.panels.find((one) => one.key === chosen) ?? part.panels[0];
  return (
    <div className="board">
      <div className="boardbar">
        <Segment
          label="How to show it"
          options={[
            { value: "list", label: "As a list", icon: "list" },
            { value: "board", label: "As a board", icon: "board" },
          ]}
          value={view}
          onChange={setView}
        />
        {you.facilitator && part.themes && <ThemeBar activity={activity} />}
      </div>
      <div className={classes("panelboard", writable && "writing")}>
        {writable && panel && (
          <div className="card">
            {many && (
              <PanelPick
                panels={part.panels}
                chosen={panel.key}
                shut={shut}
                onChoose={choose}
                name={`${activity.id}-${part.kind}`}
              />
            )}
            <p className="label-heading">{panel.prompt}</p>
            {shut(panel) ? (
              <p className="hint">This opens when there is a note in each of the others.</p>
            ) : (
              <EntryForm
                key={panel.key}
                activity={activity}
                practice={practice}
                kind={kind}
                box={many ? panel.key : ""}
                fixed={many ? { [by]: panel.key } : {}}
                submit="Add the note"
              />
            )}
          </div>
        )}
        <div>
          {view === "board" ? (
            <div className={classes("panels", part.panels.length === 4 && "four", !many && "one")}>
              {part.panels.map((one, place) => (
                <section className={classes("zone", shut(one) && "shut")} key={one.key}>
                  <h3>{one.title}</h3>
                  <ul className="notes">{inPanel(one).map((entry) => note(entry, place))}</ul>
                  {inPanel(one).length === 0 && (
                    <p className="hint">{shut(one) ? "Opens after the others." : "Nothing here yet."}</p>
                  )}
                </section>
              ))}
              {part.centre && <Centre activity={activity} kind={part.centre} />}
            </div>
          ) : (
            <div className="notelist">
              {part.centre && <Centre activity={activity} kind={part.centre} />}
              {part.panels.map((one, place) => (
                <section key={one.key} aria-label={one.title}>
                  <h3>
                    {one.title} <small>{inPanel(one).length}</small>
                  </h3>
                  <ul>{inPanel(one).map((entry) => note(entry, place))}</ul>
                  {inPanel(one).length === 0 && (
                    <p className="hint">{shut(one) ? "Opens after the others." : "Nothing here yet."}</p>
                  )}
                </section>
              ))}
            </div>
          )}
        </div>
      </div>
      {!writable && entries.length === 0 && <EmptyState title="Nothing has been written here" />}
    </div>
  );
}

interface PanelPickProps {
  panels: readonly Panel[];
  chosen: string;
  shut: (panel: Panel) => boolean;
  onChoose: (key: string) => void;
  name: string;
}

function PanelPick({ panels, chosen, shut, onChoose, name }: PanelPickProps) {
  return (
    <fieldset>
      <legend className="vh">Where the note goes</legend>
      <div className="panelpick">
        {panels.map((panel) => (
          <label key={panel.key}>
            <input type="radio" name={name} checked={panel.key === chosen} onChange={() => onChoose(panel.key)} />
            {panel.title}
            {shut(panel) && <span className="vh"> (not open yet)</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Who the map is about. */
function Centre({ activity, kind }: { activity: PartProps["activity"]; kind: string }) {
  const entry = useShown(activity, kind)[0];
  if (!entry) return null;
  const [, second] = Object.values(entry.body).filter((value) => typeof value === "string" && value);
  return (
    <div className="subject">
      <b>{textOf(entry)}</b>
      {second !== undefined && <span>{String(second)}</span>}
    </div>
  );
}
