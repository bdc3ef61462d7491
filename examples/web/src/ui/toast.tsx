import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { describeError } from '../lib/errors.ts'
import { strings } from '../strings.ts'
import { Button, IconButton } from './button.tsx'
import styles from './toast.module.css'

interface Toast {
  id: number
  text: string
  isError: boolean
  action?: { label: string; onAction: () => void } | undefined
}

const SHOWN_MS = 6000

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

/** Shows a sentence for a few seconds, maybe with a button such as "Undo". */
export function toast(text: string, action?: Toast['action']) {
  show({ text, action, isError: false })
}

/** Says what went wrong with a command. */
export function toastError(error: unknown) {
  show({ text: describeError(error), isError: true })
}

function show(toast: Omit<Toast, 'id'>) {
  // The same sentence twice helps nobody.
  if (toasts.some(({ text }) => text === toast.text)) return
  const id = ++lastId
  set([...toasts.slice(-2), { ...toast, id }])
  setTimeout(() => close(id), toast.isError || toast.action ? SHOWN_MS * 2 : SHOWN_MS)
}

function close(id: number) {
  set(toasts.filter((toast) => toast.id !== id))
}

function set(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The place where toasts appear. Screen readers read them without moving the focus. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts)
  return (
    <div role="status" className={styles.region}>
      {shown.map(({ id, text, isError, action }) => (
        <div key={id} className={styles.toast} data-error={isError || undefined}>
          <p>{text}</p>
          {action && (
            <Button
              kind="quiet"
              size="small"
              onClick={() => {
                action.onAction()
                close(id)
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton label={strings.app.close} onClick={() => close(id)}>
            <X size={18} aria-hidden />
          </IconButton>
        </div>
      ))}
    </div>
  )
}
