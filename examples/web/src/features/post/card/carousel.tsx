import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Children, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { strings } from '../../../strings.ts'
import styles from './carousel.module.css'

/** Pictures side by side. The browser scrolls them, so that a finger moves them without delay. */
export function Carousel({ label, children }: { label: string; children: ReactNode }) {
  const slides = Children.toArray(children)
  const track = useRef<HTMLUListElement>(null)
  const [index, setIndex] = useState(0)
  // Where the scrolling ends, so that two quick presses lead two pictures further.
  const aim = useRef(0)
  if (slides.length === 1) return <div className={styles.single}>{slides}</div>
  const last = slides.length - 1
  const go = (to: number) => {
    const { current } = track
    if (!current) return
    aim.current = Math.min(last, Math.max(0, to))
    current.scrollTo({ left: aim.current * current.clientWidth })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { [event.key]: to } = {
      ...{ ArrowLeft: aim.current - 1, ArrowRight: aim.current + 1, Home: 0, End: last },
    } as Record<string, number>
    if (to === undefined || event.target !== track.current) return
    event.preventDefault()
    go(to)
  }
  return (
    <section
      className={styles.carousel}
      aria-roledescription={strings.post.carousel}
      aria-label={label}
    >
      <ul
        ref={track}
        className={styles.track}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it
        tabIndex={0}
        aria-label={label}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget: { scrollLeft, clientWidth } }) =>
          setIndex(Math.round(scrollLeft / clientWidth))
        }
        onScrollEnd={({ currentTarget: { scrollLeft, clientWidth } }) => {
          aim.current = Math.round(scrollLeft / clientWidth)
        }}
      >
        {slides.map((slide, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the pictures of a post keep their order
            key={at}
            className={styles.slide}
            aria-label={strings.post.picture(at + 1, slides.length)}
          >
            {slide}
          </li>
        ))}
      </ul>
      <p className={styles.position} role="status">
        {strings.post.picture(index + 1, slides.length)}
      </p>
      <Arrow isBack isOff={index === 0} onPress={() => go(aim.current - 1)} />
      <Arrow isOff={index === last} onPress={() => go(aim.current + 1)} />
      <div className={styles.dots} aria-hidden>
        {slides.map((_slide, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pictures of a post keep their order
          <i key={at} data-here={at === index || undefined} />
        ))}
      </div>
    </section>
  )
}

interface ArrowProps {
  isBack?: boolean
  isOff: boolean
  onPress: () => void
}

/** At the end, the button stays in the document, so that it keeps the focus. */
function Arrow({ isBack, isOff, onPress }: ArrowProps) {
  return (
    <button
      type="button"
      className={isBack ? styles.previous : styles.next}
      aria-label={isBack ? strings.post.previous : strings.post.next}
      aria-disabled={isOff || undefined}
      onClick={onPress}
    >
      {isBack ? <ChevronLeft aria-hidden /> : <ChevronRight aria-hidden />}
    </button>
  )
}
