import { useSyncExternalStore } from 'react'

/** A slow network gives the other pictures a start after this time, in milliseconds. */
const LONGEST = 4_000

let isHeld = false
const listeners = new Set<() => void>()

/**
 * Loads the picture at the top of the page. All other pictures wait for it, because each would
 * take its share of a slow network.
 */
export function loadFirst(url: string): void {
  isHeld = true
  const release = () => {
    isHeld = false
    for (const listener of listeners) listener()
  }
  const image = new Image()
  image.fetchPriority = 'high'
  image.onload = release
  image.onerror = release
  image.src = url
  setTimeout(release, LONGEST)
}

/** Whether a picture below the first one still has to wait. */
export function useIsHeld(): boolean {
  return useSyncExternalStore(listen, () => isHeld)
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
