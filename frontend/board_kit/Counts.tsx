import { useCountRows } from "../room/use_counts";
import type { ActivityRow, PracticeRow } from "../room/wire.gen";

/** “14 of 18 have written”: how many, never who. */
export function Counts({ activity, practice }: { activity: ActivityRow; practice: PracticeRow }) {
  const rows = useCountRows(activity, practice);
  if (rows.length === 0) return null;
  const [only] = rows;
  if (rows.length === 1 && only) {
    return (
      <p className="count">
        {only.count} of {only.of} have written.
      </p>
    );
  }
  return <p className="count">{rows.map((row) => `${row.word}: ${row.count} of ${row.of}`).join(" · ")}</p>;
}
