import { createLink, type LinkComponent } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './button.module.css'

/** How a button looks. A page has at most one primary button in view. */
export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

interface Look {
  kind?: ButtonKind | undefined
  size?: 'small' | 'normal' | undefined
  isWide?: boolean | undefined
}

type ButtonProps = Look &
  ButtonHTMLAttributes<HTMLButtonElement> & {
    ref?: Ref<HTMLButtonElement> | undefined
    /** Whether the button waits for its command. It keeps the focus meanwhile. */
    isPending?: boolean | undefined
  }

/** A button with a text. */
export function Button({
  kind,
  size,
  isWide,
  isPending,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`${look({ kind, size, isWide })} ${className ?? ''}`}
      aria-disabled={isPending || rest.disabled || undefined}
      onClick={(event) => (isPending ? event.preventDefault() : onClick?.(event))}
    />
  )
}

type IconButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  ref?: Ref<HTMLButtonElement> | undefined
  label: string
  /** For a button that switches something on and off. */
  isPressed?: boolean | undefined
  children: ReactNode
}

/** A button that shows an icon, and maybe a number beside it. */
export function IconButton({ label, isPressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      {...rest}
      className={`${styles.icon} ${className ?? ''}`}
    />
  )
}

type AnchorProps = Look &
  AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> | undefined }

function Anchor({ kind, size, isWide, className, ...rest }: AnchorProps) {
  return <a {...rest} className={`${look({ kind, size, isWide })} ${className ?? ''}`} />
}

const RoutedAnchor = createLink(Anchor)

/** A link to another page that looks like a button. */
export const ButtonLink: LinkComponent<typeof Anchor> = (props) => <RoutedAnchor {...props} />

function look({ kind = 'plain', size = 'normal', isWide }: Look): string {
  return [styles.button, styles[kind], styles[size], isWide && styles.wide]
    .filter(Boolean)
    .join(' ')
}
