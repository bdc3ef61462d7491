import { type InputHTMLAttributes, type Ref, type TextareaHTMLAttributes, useId } from 'react'
import styles from './field.module.css'

interface FieldProps {
  label: string
  /** A sentence under the field. */
  hint?: string | undefined
  /** What is wrong with the text. */
  error?: string | null | undefined
  /** Whether the label is only for screen readers. */
  isLabelHidden?: boolean | undefined
}

type TextFieldProps = FieldProps &
  InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> | undefined }

/** A field for one line of text. */
export function TextField({ label, hint, error, isLabelHidden, ...rest }: TextFieldProps) {
  const field = useField({ label, hint, error, isLabelHidden })
  return (
    <div className={styles.field}>
      {field.label}
      <input {...rest} {...field.props} className={styles.input} />
      {field.notes}
    </div>
  )
}

type TextAreaProps = FieldProps &
  TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> | undefined }

/** A field for several lines of text. It grows with the text. */
export function TextArea({ label, hint, error, isLabelHidden, ...rest }: TextAreaProps) {
  const field = useField({ label, hint, error, isLabelHidden })
  return (
    <div className={styles.field}>
      {field.label}
      <textarea rows={3} {...rest} {...field.props} className={`${styles.input} ${styles.area}`} />
      {field.notes}
    </div>
  )
}

function useField({ label, hint, error, isLabelHidden }: FieldProps) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return {
    props: {
      id,
      'aria-describedby': described || undefined,
      'aria-invalid': error ? true : undefined,
    },
    label: (
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : styles.label}>
        {label}
      </label>
    ),
    notes: (
      <>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
        <div aria-live="polite">
          {error && (
            <p id={`${id}-error`} className={styles.error}>
              {error}
            </p>
          )}
        </div>
      </>
    ),
  }
}
