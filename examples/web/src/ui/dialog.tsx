import { lazy, type ReactNode, Suspense } from 'react'
import { strings } from '../strings.ts'
import { Button } from './button.tsx'
import styles from './overlay.module.css'

const Modal = lazy(() => import('./overlay.tsx').then((module) => ({ default: module.Modal })))

interface DialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
  /** Whether the dialog is as wide as a page. */
  isWide?: boolean | undefined
}

/** A window over the page. It keeps the focus and gives it back. Its code loads when it opens. */
export function Dialog(props: DialogProps) {
  if (!props.isOpen) return null
  return (
    <Suspense fallback={null}>
      <Modal {...props} />
    </Suspense>
  )
}

interface ConfirmDialogProps {
  title: string
  text: string
  /** The button that does it, such as "Delete". */
  confirmLabel: string
  isOpen: boolean
  isPending?: boolean | undefined
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that is hard to undo. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, confirmLabel, isOpen, isPending, onConfirm, onClose } = props
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p>{text}</p>
      <div className={styles.buttons}>
        <Button onClick={onClose}>{strings.app.cancel}</Button>
        <Button kind="danger" isPending={isPending} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  )
}
