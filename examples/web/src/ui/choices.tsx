import { useId } from 'react'
import styles from './field.module.css'

interface SwitchProps {
  label: string
  hint?: string | undefined
  isOn: boolean
  isDisabled?: boolean | undefined
  onChange: (isOn: boolean) => void
}

/** Switches a setting on and off at once. */
export function Switch({ label, hint, isOn, isDisabled, onChange }: SwitchProps) {
  const id = useId()
  return (
    <label className={`${styles.choice} ${styles.switch}`} htmlFor={id}>
      <span>
        <span>{label}</span>
        {hint && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        checked={isOn}
        disabled={isDisabled}
        aria-label={label}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  )
}

/** One of the values among which a person chooses. */
export interface Choice<Value extends string> {
  value: Value
  label: string
  hint?: string | undefined
}

interface ChoiceProps<Value extends string> {
  label: string
  choices: readonly Choice<Value>[]
  value: Value
  isDisabled?: boolean | undefined
  onChange: (value: Value) => void
}

/** A few choices, all in view. */
export function RadioGroup<Value extends string>(props: ChoiceProps<Value>) {
  const { label, choices, value, isDisabled, onChange } = props
  const name = useId()
  return (
    <fieldset className={styles.choices} disabled={isDisabled}>
      <legend>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>
            {choice.label}
            {choice.hint && <span className={styles.hint}>{choice.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** A choice among many values, in the browser's own list. */
export function Select<Value extends string>(props: ChoiceProps<Value>) {
  const { label, choices, value, isDisabled, onChange } = props
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      <select
        id={id}
        className={styles.input}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </div>
  )
}

interface CheckboxProps {
  label: string
  hint?: string | undefined
  isChecked: boolean
  onChange: (isChecked: boolean) => void
}

/** A box to tick in a form. */
export function Checkbox({ label, hint, isChecked, onChange }: CheckboxProps) {
  return (
    <label className={styles.choice}>
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {hint && <span className={styles.hint}>{hint}</span>}
      </span>
    </label>
  )
}
