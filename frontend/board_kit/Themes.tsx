import { useState } from "react";
import { Button } from "../design/Button";
import { useEntries } from "../room/use_room";
import type { ActivityRow, EntryRow } from "../room/wire.gen";
import { useDo } from "./part";

/** The themes that people have named in an activity; none where it has no themes. */
export function useThemes(activity: ActivityRow, wanted: boolean): EntryRow[] {
  const themes = useEntries(activity.id, "theme");
  return wanted ? themes : [];
}

/** A facilitator names a theme. Notes are put under it from their own menus. */
export function ThemeBar({ activity }: { activity: ActivityRow }) {
  const perform = useDo();
  const [title, setTitle] = useState("");
  const add = async () => {
    if (await perform({ kind: "put_theme", activity: activity.id, title })) setTitle("");
  };
  return (
    <form
      className="row tight"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <label className="vh" htmlFor={`theme-${activity.id}`}>
        Name a theme
      </label>
      <input
        id={`theme-${activity.id}`}
        className="input medium"
        placeholder="Name a theme"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <Button type="submit" kind="quiet" size="small">
        Add theme
      </Button>
    </form>
  );
}
