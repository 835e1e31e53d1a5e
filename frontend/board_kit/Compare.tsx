import type { Compare as ComparePart } from "../room/wire.gen";
import { type PartProps, textOf, useChosen, useShown } from "./part";

/** What people said from memory, under the statement it restates. Differences to talk about, no score and no names. */
export function Compare({ part, activity }: PartProps<ComparePart>) {
  const original = useChosen(activity, part.original);
  const restated = useShown(activity, part.restated).filter((entry) => entry.state === "shown");
  return (
    <section className="board" aria-label="In our own words">
      {original && (
        <div className="sheet card">
          <p className="draft reading" dir="auto">
            {textOf(original)}
          </p>
        </div>
      )}
      <h3>In our own words</h3>
      {restated.length === 0 && <p className="hint">Nothing here yet.</p>}
      <ul className="statements">
        {restated.map((entry) => (
          <li key={entry.id}>
            <p dir="auto">{textOf(entry)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
