import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { strings } from '../../strings.ts'

/** How far a pointer moves before it drags, in pixels. */
const SLACK = 4

interface Moving {
  id: string
  /** The place before the move, to which Escape leads back. */
  from: number
  pointer: number | null
}

/**
 * Sorts a list by mouse, finger and keyboard. What is dragged takes the place under the pointer at
 * once. Returns what the list and its parts need, and the words for a screen reader.
 */
export function useSorting(ids: readonly string[], onMove: (id: string, to: number) => void) {
  const [moving, setMoving] = useState<Moving | null>(null)
  const [words, setWords] = useState('')
  const pressed = useRef<{ id: string; x: number; y: number } | null>(null)

  const placeOf = (id: string) => ids.indexOf(id)
  const say = (sentence: 'lifted' | 'moved' | 'dropped', at: number) =>
    setWords(strings.composer[sentence](at + 1, ids.length))
  const move = (id: string, to: number) => {
    if (to < 0 || to >= ids.length || to === placeOf(id)) return
    onMove(id, to)
    say('moved', to)
  }
  const drop = () => {
    if (moving) say('dropped', placeOf(moving.id))
    setMoving(null)
  }
  const putBack = ({ id, from }: Moving) => {
    onMove(id, from)
    say('dropped', from)
    setMoving(null)
  }

  const press = (event: PointerEvent, id: string) => {
    const isHandle = event.target instanceof Element && event.target.closest('button')
    // A finger beside the handle scrolls the page.
    if (event.button !== 0 || (event.pointerType !== 'mouse' && !isHandle)) return
    pressed.current = { id, x: event.clientX, y: event.clientY }
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    const { current: start } = pressed
    if (!start) return
    const { pointerId, clientX: x, clientY: y, currentTarget } = event
    if (moving?.pointer !== pointerId) {
      if (Math.hypot(x - start.x, y - start.y) < SLACK) return
      // The list keeps the pointer, because the handle moves in the document.
      currentTarget.setPointerCapture(pointerId)
      setMoving({ id: start.id, from: placeOf(start.id), pointer: pointerId })
    }
    const to = [...currentTarget.children].findIndex((item) => {
      const { left, right, top, bottom } = item.getBoundingClientRect()
      return x >= left && x < right && y >= top && y < bottom
    })
    move(start.id, to)
  }
  const release = () => {
    pressed.current = null
    if (moving?.pointer != null) drop()
  }

  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (moving?.id !== id) return
    const at = placeOf(id)
    const { [event.key]: to } = {
      ...{ ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1 },
      ...{ Home: 0, End: ids.length - 1 },
    } as Record<string, number>
    if (to === undefined && event.key !== 'Escape') return
    event.preventDefault()
    if (to === undefined) putBack(moving)
    else move(id, to)
  }
  const toggle = (id: string) => {
    if (moving?.id === id) return drop()
    setMoving({ id, from: placeOf(id), pointer: null })
    say('lifted', placeOf(id))
  }

  return {
    movingId: moving?.id,
    words,
    list: { onPointerMove: drag, onPointerUp: release, onPointerCancel: release },
    item: (id: string) => ({ onPointerDown: (event: PointerEvent) => press(event, id) }),
    handle: (id: string) => ({
      'aria-pressed': moving?.id === id,
      onClick: () => toggle(id),
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, id),
      onBlur: () => moving?.id === id && moving.pointer === null && drop(),
    }),
  }
}
