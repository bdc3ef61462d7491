import { useIsFetching } from '@tanstack/react-query'
import { CloudOff, Snail } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { strings } from '../strings.ts'
import styles from './offline.module.css'

/** How long the app waits for an answer before it says that the connection is slow. */
const SLOW_MS = 6000

/** Says when the browser is offline, and when answers take long. */
export function ConnectionNotice() {
  const isOnline = useSyncExternalStore(listen, () => navigator.onLine)
  const isSlow = useIsSlow()
  const notice = !isOnline ? 'offline' : isSlow ? 'slow' : null
  return (
    <div role="status" className={styles.region}>
      {notice && (
        <p className={styles.notice}>
          {notice === 'offline' ? (
            <CloudOff size={18} aria-hidden />
          ) : (
            <Snail size={18} aria-hidden />
          )}
          {strings.app[notice]}
        </p>
      )}
    </div>
  )
}

function listen(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

function useIsSlow(): boolean {
  const isFetching = useIsFetching() > 0
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    if (!isFetching) return setIsSlow(false)
    const timer = setTimeout(() => setIsSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [isFetching])
  return isSlow
}
