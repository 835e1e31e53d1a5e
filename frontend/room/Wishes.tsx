import { useId, useState } from "react";
import { useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import type { GroupingRow } from "./wire.gen";

/** The kinds and sizes of folkmoot/programme/group_plan.py, which reads what is chosen here and mends nonsense. */
const KINDS = {
  breakout: "Breakout groups",
  coffee: "Coffee: pairs and threes",
  threes: "Threes",
  same: "The same groups as before",
} as const;
const SIZES = { "3": "3", "3.5": "3 or 4", "4": "4", "4.5": "4 or 5", "5": "5", "5.5": "5 or 6", "6": "6" } as const;
const FLAGS = {
  mix: "Mix organisations",
  new_people: "Nobody you have met before",
  keep_parties: "Keep those together who booked together",
} as const;

type Plan = Record<string, unknown>;

/** What was asked of these groups, and how to ask for something else. Nobody is moved by it. */
export function Wishes({ grouping }: { grouping: GroupingRow }) {
  const perform = useDo();
  const id = useId();
  const [plan, setPlan] = useState<Plan>(grouping.plan ?? { kind: "breakout" });
  const set = (name: string, value: unknown) => setPlan({ ...plan, [name]: value });
  const ask = () => void perform({ kind: "propose_groups", item: grouping.item, plan, grouping: grouping.id });
  return (
    <details className="disclosure">
      <summary>Change what you asked for</summary>
      <form
        className="stackv tight"
        onSubmit={(event) => {
          event.preventDefault();
          ask();
        }}
      >
        <Choice
          id={`${id}-kind`}
          label="Kind"
          options={KINDS}
          value={plan.kind}
          onChange={(kind) => set("kind", kind)}
        />
        {plan.kind === "breakout" && (
          <Choice
            id={`${id}-size`}
            label="People in each"
            options={SIZES}
            value={plan.size ?? 5}
            onChange={(size) => set("size", Number(size))}
          />
        )}
        {plan.kind === "breakout" &&
          Object.entries(FLAGS).map(([name, label]) => (
            <label className="choice" key={name}>
              <input
                type="checkbox"
                checked={plan[name] === true}
                onChange={(event) => set(name, event.target.checked)}
              />
              <span>{label}</span>
            </label>
          ))}
        <Button type="submit" kind="quiet" size="small" icon="shuffle">
          Make these instead
        </Button>
      </form>
    </details>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  options: Record<string, string>;
  value: unknown;
  onChange: (value: string) => void;
}

function Choice({ id, label, options, value, onChange }: ChoiceProps) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={String(value)} onChange={(event) => onChange(event.target.value)}>
        {Object.entries(options).map(([key, words]) => (
          <option value={key} key={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}
