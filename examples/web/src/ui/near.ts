import { type RefObject, useEffect, useRef, useState } from 'react'

/** How far from the window something still counts as near, in pixels: about three screens. */
const MARGIN = 2500

type Listener = (isNear: boolean, height: number) => void

const listeners = new WeakMap<Element, Listener>()
/** One observer for each margin, because each observer has its work in every frame. */
const observers = new Map<number, IntersectionObserver>()

function observerOf(margin: number): IntersectionObserver {
  const known = observers.get(margin)
  if (known) return known
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        listeners.get(target)?.(isIntersecting, boundingClientRect.height)
      }
    },
    { rootMargin: `${margin}px 0px` },
  )
  observers.set(margin, observer)
  return observer
}

/** The last heights of what went far away, so that a list that is shown again has its length. */
const heights = new Map<string, number>()

interface Near<E extends Element> {
  ref: RefObject<E | null>
  /** The height to keep free for what is far away, or null if it is near and has to be there. */
  away: number | null
}

/**
 * Lets a long list stay fast and small: what is far from the window leaves an empty box of its
 * height, so that nothing moves. What has the focus stays.
 * @example
 * const { ref, away } = useNear<HTMLElement>(post.id)
 * return <article ref={ref} style={{ height: away ?? undefined }}>{away === null && <Card />}</article>
 */
export function useNear<E extends Element>(id: string, margin = MARGIN): Near<E> {
  const ref = useRef<E>(null)
  const [away, setAway] = useState(() => heights.get(id) ?? null)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    listeners.set(element, (isNear, height) => {
      if (isNear) return setAway(null)
      if (element.contains(document.activeElement) || height === 0) return
      heights.set(id, height)
      setAway(height)
    })
    const observer = observerOf(margin)
    observer.observe(element)
    return () => {
      listeners.delete(element)
      observer.unobserve(element)
    }
  }, [id, margin])
  return { ref, away }
}
