import { X } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import {
  Dialog as AriaDialog,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  Modal as AriaModal,
  Heading,
  ModalOverlay,
  Popover,
} from 'react-aria-components'
import { strings } from '../strings.ts'
import { IconButton } from './button.tsx'
import type { MenuItem } from './menu.tsx'
import styles from './overlay.module.css'

// Nothing on the first screen needs this file, so it loads when the first menu or dialog opens.

interface ModalProps {
  title: string
  onClose: () => void
  isWide?: boolean | undefined
  children: ReactNode
}

/** The open dialog. */
export function Modal({ title, onClose, isWide, children }: ModalProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className={styles.veil}
    >
      <AriaModal className={styles.modal} data-wide={isWide || undefined}>
        <AriaDialog className={styles.dialog}>
          <div className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={strings.app.close} onClick={onClose}>
              <X size={20} aria-hidden />
            </IconButton>
          </div>
          {children}
        </AriaDialog>
      </AriaModal>
    </ModalOverlay>
  )
}

interface MenuPopoverProps {
  label: string
  items: readonly MenuItem[]
  trigger: RefObject<HTMLButtonElement | null>
  onClose: () => void
}

/** The open menu. */
export function MenuPopover({ label, items, trigger, onClose }: MenuPopoverProps) {
  return (
    <Popover
      isOpen
      aria-label={label}
      triggerRef={trigger}
      placement="bottom end"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      className={styles.popover}
    >
      <AriaMenu aria-label={label} autoFocus="first" onClose={onClose} className={styles.menu}>
        {items.map(({ id, label: text, icon, isDanger, onAction }) => (
          <AriaMenuItem
            key={id}
            id={id}
            textValue={text}
            onAction={onAction}
            className={styles.item ?? ''}
            data-danger={isDanger || undefined}
          >
            {icon}
            {text}
          </AriaMenuItem>
        ))}
      </AriaMenu>
    </Popover>
  )
}
