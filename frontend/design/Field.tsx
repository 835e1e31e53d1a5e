import { type ComponentProps, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { classes } from "./classes";
import { type Band, bandOf, charactersIn, type Unit } from "./counting";
import { Icon } from "./Icon";
import { words } from "./words";

function unitWord(unit: Unit, count: number): string {
  return unit === "words" ? words.wordsUnit(count) : words.characters(count);
}

function spokenBand(band: Band, before: Band, used: number, limit: number, unit: Unit): string {
  const left = limit - used;
  if (band === "near" && before !== "over") return words.toSpare(left, unitWord(unit, left));
  if (band === "full" && before !== "over") return words.full(limit, unitWord(unit, limit));
  if (band === "over") return words.over(-left, unitWord(unit, -left));
  return before === "over" ? words.within : "";
}

export type CounterProps = { used: number; limit: number; unit?: Unit; id?: string };

/** The live count. It is shown at every letter and said only when a threshold is passed. */
export function Counter({ used, limit, unit = "characters", id }: CounterProps) {
  const band = bandOf(used, limit, unit);
  const before = useRef<Band>(band);
  const latest = useRef(used);
  const [said, say] = useState("");
  latest.current = used;
  useEffect(() => {
    if (before.current === band) return;
    say(spokenBand(band, before.current, latest.current, limit, unit));
    before.current = band;
  }, [band, limit, unit]);
  return (
    <>
      <span className={classes("count", (band === "near" || band === "over") && band)} id={id}>
        {words.countOf(used, limit, unitWord(unit, limit))}
      </span>
      <span className="vh" role="status">
        {said}
      </span>
    </>
  );
}

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  counter?: CounterProps;
  /** A `WhoSees`, made with the id it is given, so that the input is described by it. */
  whoSees?: (id: string) => ReactNode;
  /** The input itself, made with the attributes it is given. */
  children: (attributes: InputAttributes) => ReactNode;
};

export type InputAttributes = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };

/** Label above, hint under it, error before the box, then count and who will see it. */
export function Field({ label, hint, error, optional = false, counter, whoSees, children }: FieldProps) {
  const id = useId();
  const part = (name: string, there: unknown) => (there ? `${id}-${name}` : false);
  const described = classes(part("hint", hint), part("error", error), part("count", counter), part("who", whoSees));
  return (
    <div className={classes("field", error !== undefined && "wrong")}>
      <label htmlFor={id}>
        {label} {optional && <span className="opt">{words.optional}</span>}
      </label>
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="error" id={`${id}-error`}>
          <Icon name="warn" />
          <span>
            <span className="vh">{words.error} </span>
            {error}
          </span>
        </p>
      )}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error !== undefined || undefined })}
      {counter && <Counter {...counter} id={`${id}-count`} />}
      {whoSees?.(`${id}-who`)}
    </div>
  );
}

type Box = Omit<ComponentProps<"textarea">, "value" | "onChange" | "className" | "style" | "id" | "children">;

export type TextFieldProps = Omit<FieldProps, "children" | "counter"> &
  Box & {
    value: string;
    onChange: (value: string) => void;
    limit?: number;
    unit?: Unit;
    /** Counts `value`; characters unless told. Words are counted by the caller, by the server's rule. */
    measure?: (value: string) => number;
    lines?: number;
    className?: string;
  };

/** A text box with all that belongs to it. Over-long text is kept and said so, never cut. */
export function TextField(props: TextFieldProps) {
  const { label, hint, error, optional, whoSees, value, onChange, limit, unit, measure, lines, className, ...box } =
    props;
  const used = (measure ?? charactersIn)(value);
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      {...(optional ? { optional } : {})}
      {...(whoSees ? { whoSees } : {})}
      {...(limit === undefined ? {} : { counter: { used, limit, unit: unit ?? "characters" } })}
    >
      {(attributes) =>
        lines === 1 ? (
          <input
            {...(box as ComponentProps<"input">)}
            {...attributes}
            className={classes("input", className)}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <textarea
            {...box}
            {...attributes}
            className={classes("input", className)}
            rows={lines ?? 3}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}
