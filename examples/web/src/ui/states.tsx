import { CloudAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { isSocialError } from 'supabase-social'
import { describeError } from '../lib/errors.ts'
import { strings } from '../strings.ts'
import { Button } from './button.tsx'
import styles from './states.module.css'

const BONES = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** What a list or page will look like, while it loads. */
export function Skeleton({ shape }: { shape: 'lines' | 'post' | 'people' | 'grid' }) {
  return (
    <div className={styles.skeleton} data-shape={shape}>
      <p role="status" className="visually-hidden">
        {strings.app.loading}
      </p>
      {BONES.slice(0, shape === 'grid' ? 9 : 3).map((bone) => (
        <div key={bone} className={styles.bone} aria-hidden />
      ))}
    </div>
  )
}

interface EmptyStateProps {
  title: string
  text?: string | undefined
  /** The next step. */
  action?: ReactNode
  icon?: ReactNode
}

/** A list without rows, and what to do about it. */
export function EmptyState({ title, text, action, icon }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      {icon}
      <p className={styles.title}>{title}</p>
      {text && <p className="soft">{text}</p>}
      {action}
    </div>
  )
}

/** What went wrong, with a button to try again unless that would not help. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const isHopeless = isSocialError(error) && error.status >= 400 && error.status < 429
  return (
    <div role="alert" className={styles.state}>
      <CloudAlert size={32} aria-hidden />
      <p className={styles.title}>{describeError(error)}</p>
      {onRetry && !isHopeless && <Button onClick={onRetry}>{strings.app.retry}</Button>}
    </div>
  )
}
