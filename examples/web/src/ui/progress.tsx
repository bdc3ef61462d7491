import styles from './progress.module.css'

/** How much of something is done, from 0 to 1. */
export function Progress({ label, done }: { label: string; done: number }) {
  return <progress className={styles.progress} aria-label={label} max={1} value={done} />
}
