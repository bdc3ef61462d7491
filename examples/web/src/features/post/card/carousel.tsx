import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Children, type ReactNode, useRef, useState } from 'react'
import { strings } from '../../../strings.ts'
import styles from './carousel.module.css'

/** Pictures side by side. The browser scrolls them, so that a finger moves them without delay. */
export function Carousel({ label, children }: { label: string; children: ReactNode }) {
  const slides = Children.toArray(children)
  const track = useRef<HTMLUListElement>(null)
  const [index, setIndex] = useState(0)
  if (slides.length === 1) return <div className={styles.single}>{slides}</div>
  const go = (to: number) => {
    const { current } = track
    current?.scrollTo({ left: to * current.clientWidth, behavior: 'smooth' })
  }
  return (
    <section className={styles.carousel} aria-roledescription="carousel" aria-label={label}>
      <ul
        ref={track}
        className={styles.track}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it
        tabIndex={0}
        aria-label={label}
        onScroll={({ currentTarget: { scrollLeft, clientWidth } }) =>
          setIndex(Math.round(scrollLeft / clientWidth))
        }
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
      <p className={styles.position} aria-hidden>
        {strings.post.picture(index + 1, slides.length)}
      </p>
      {index > 0 && (
        <button
          type="button"
          className={styles.previous}
          aria-label={strings.post.previous}
          onClick={() => go(index - 1)}
        >
          <ChevronLeft aria-hidden />
        </button>
      )}
      {index < slides.length - 1 && (
        <button
          type="button"
          className={styles.next}
          aria-label={strings.post.next}
          onClick={() => go(index + 1)}
        >
          <ChevronRight aria-hidden />
        </button>
      )}
    </section>
  )
}
