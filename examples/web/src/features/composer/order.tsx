import { GripVertical } from 'lucide-react'
import { useId } from 'react'
import { strings } from '../../strings.ts'
import styles from './composer.module.css'
import { Thumbnail } from './thumbnail.tsx'
import type { Photo } from './use-composer.ts'
import { useSorting } from './use-sorting.ts'

interface OrderProps {
  photos: readonly Photo[]
  onMove: (id: string, to: number) => void
}

/** The pictures in a row, to drag into another order by mouse, touch or keyboard. */
export function Order({ photos, onMove }: OrderProps) {
  const hint = useId()
  const ids = photos.map(({ id }) => id)
  const sorting = useSorting(ids, onMove)
  return (
    <section className="stack" style={{ gap: '0.5rem' }}>
      <h2>{strings.composer.order}</h2>
      <p id={hint} className="soft small">
        {strings.composer.orderHint}
      </p>
      <ol aria-label={strings.composer.order} className={styles.strip} {...sorting.list}>
        {photos.map((photo, at) => (
          <li
            key={photo.id}
            className={styles.tile}
            data-moving={sorting.movingId === photo.id || undefined}
            {...sorting.item(photo.id)}
          >
            <Thumbnail photo={photo} />
            <span className={styles.number} aria-hidden>
              {at + 1}
            </span>
            <button
              type="button"
              aria-label={strings.composer.moveHandle(at + 1)}
              aria-describedby={hint}
              className={styles.handle}
              {...sorting.handle(photo.id)}
            >
              <GripVertical size={20} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
      <p role="status" className="visually-hidden">
        {sorting.words}
      </p>
    </section>
  )
}
