import { Field, TextField } from "../design/Field";
import type { Body } from "../room/drafts";
import type { FieldSpec } from "../room/wire.gen";
import { countWords } from "./words";

export interface Problem {
  field: string;
  message: string;
}

export interface EntryFieldsProps {
  fields: readonly FieldSpec[];
  body: Body;
  onChange: (body: Body) => void;
  problem?: Problem | null;
  onBlur?: () => void;
  /** Described on the first box: who will see it. */
  whoSees?: (id: string) => React.ReactNode;
  name: string;
}

/** A form from a kind's declared fields; limits are shown here and decided on the server. */
export function EntryFields({ fields, body, onChange, problem, onBlur, whoSees, name }: EntryFieldsProps) {
  const set = (field: string) => (value: unknown) => onChange({ ...body, [field]: value });
  return fields.map((field, place) => (
    <OneField
      key={field.name}
      field={field}
      value={body[field.name]}
      onChange={set(field.name)}
      error={problem && (problem.field || fields[0]?.name) === field.name ? problem.message : undefined}
      onBlur={onBlur}
      whoSees={place === 0 ? whoSees : undefined}
      group={`${name}-${field.name}`}
    />
  ));
}

interface OneFieldProps {
  field: FieldSpec;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | undefined;
  onBlur: (() => void) | undefined;
  whoSees: ((id: string) => React.ReactNode) | undefined;
  group: string;
}

function OneField({ field, value, onChange, error, onBlur, whoSees, group }: OneFieldProps) {
  const shared = {
    label: field.label,
    hint: field.hint || undefined,
    error,
    optional: !field.required,
    ...(whoSees ? { whoSees } : {}),
  };
  if (field.type === "choice") {
    return <Choices field={field} value={value} onChange={onChange} error={error} group={group} />;
  }
  if (field.type === "flag") {
    return (
      <label className="choice">
        <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
        <span>{field.label}</span>
        {field.hint && <small>{field.hint}</small>}
      </label>
    );
  }
  if (field.type === "day") {
    return (
      <Field {...shared}>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            className="input medium"
            value={String(value ?? "")}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onBlur}
          />
        )}
      </Field>
    );
  }
  if (field.type === "lines") {
    const text = Array.isArray(value) ? value.join("\n") : "";
    return (
      <TextField {...shared} value={text} onChange={(next) => onChange(next.split("\n"))} onBlur={onBlur} lines={4} />
    );
  }
  const counts = field.words
    ? { limit: field.words, unit: "words" as const, measure: countWords }
    : field.limit
      ? { limit: field.limit }
      : {};
  return (
    <TextField
      {...shared}
      {...counts}
      value={String(value ?? "")}
      onChange={onChange}
      onBlur={onBlur}
      lines={field.limit && field.limit <= 100 ? 1 : 3}
    />
  );
}

interface ChoicesProps {
  field: FieldSpec;
  value: unknown;
  onChange: (value: string) => void;
  error?: string | undefined;
  group: string;
  options?: Record<string, string>;
  legend?: string;
}

/** One of several, as radio buttons: by keyboard, by touch and read aloud alike. */
export function Choices({ field, value, onChange, error, group, options, legend }: ChoicesProps) {
  const shown = Object.entries(options ?? field.options ?? {});
  const short = shown.every(([, label]) => label.length < 24);
  return (
    <fieldset className={error ? "field wrong" : "field"}>
      <legend>{legend ?? field.label}</legend>
      {field.hint && <p className="hint">{field.hint}</p>}
      {error && <p className="error">{error}</p>}
      <div className={short ? "picks across" : "picks"}>
        {shown.map(([key, label]) => (
          <label className="choice pick" key={key}>
            <input type="radio" name={group} checked={value === key} onChange={() => onChange(key)} />
            <span>{label}</span>
            {field.hints?.[key] && <small>{field.hints[key]}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
