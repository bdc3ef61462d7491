import { useEffect, useState } from 'react'

const PAUSE_MS = 200

/** Returns a text once nobody has changed it for a moment, so that not every letter is a request. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return text === '' ? '' : settled
}
