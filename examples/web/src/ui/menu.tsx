import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { IconButton } from './button.tsx'

const MenuPopover = lazy(() =>
  import('./overlay.tsx').then((module) => ({ default: module.MenuPopover })),
)

/** One command of a menu. */
export interface MenuItem {
  id: string
  label: string
  icon?: ReactNode
  isDanger?: boolean | undefined
  onAction: () => void
}

interface MenuProps {
  /** What the menu is about, such as "More about this post". */
  label: string
  icon: ReactNode
  /** An item can be `false`, so that callers can write `isOwn && { … }`. */
  items: readonly (MenuItem | false | null | undefined)[]
  className?: string
  onOpen?: () => void
}

/** A button that opens a list of commands. The list loads when it first opens. */
export function Menu({ label, icon, items, className, onOpen }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const shown = items.filter((item): item is MenuItem => Boolean(item))
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        className={className}
        onClick={() => {
          if (!isOpen) onOpen?.()
          setIsOpen(!isOpen)
        }}
      >
        {icon}
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <MenuPopover
            label={label}
            items={shown}
            trigger={trigger}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </>
  )
}
