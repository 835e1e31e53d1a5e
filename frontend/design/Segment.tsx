import { Icon, type IconName } from "./Icon";

export type SegmentOption<Value extends string> = { value: Value; label: string; icon?: IconName };

export type SegmentProps<Value extends string> = {
  label: string;
  options: readonly SegmentOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
};

/** One of a few views of the same thing: Board | List, Cards | List, Table | Sentences. */
export function Segment<Value extends string>({ label, options, value, onChange }: SegmentProps<Value>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be read as a form, and this only changes the view
    <div className="segment" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.icon && <Icon name={option.icon} />}
          {option.label}
        </button>
      ))}
    </div>
  );
}
