import { GripVertical } from 'lucide-react'
import { useId } from 'react'
import { Button, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { strings } from '../../strings.ts'
import styles from './composer.module.css'
import type { Photo } from './use-composer.ts'

interface OrderProps {
  photos: readonly Photo[]
  onMove: (id: string, to: number) => void
}

/** The pictures in a row, to drag into another order by mouse, touch or keyboard. */
export function Order({ photos, onMove }: OrderProps) {
  const hint = useId()
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'tern-photo': String(key) })),
    onReorder: ({ keys, target }) => {
      const [moved] = [...keys].map(String)
      if (!moved) return
      const rest = photos.filter(({ id }) => id !== moved)
      const at = rest.findIndex(({ id }) => id === target.key)
      onMove(moved, target.dropPosition === 'after' ? at + 1 : at)
    },
  })
  return (
    <section className="stack" style={{ gap: '0.5rem' }}>
      <h2>{strings.composer.order}</h2>
      <p id={hint} className="soft small">
        {strings.composer.orderHint}
      </p>
      <GridList
        aria-label={strings.composer.order}
        aria-describedby={hint}
        layout="grid"
        items={photos.map((photo, at) => ({ ...photo, at }))}
        dragAndDropHooks={dragAndDropHooks}
        className={styles.strip ?? ''}
      >
        {({ id, at, preview, file }) => (
          <GridListItem
            id={id}
            textValue={strings.composer.picture(at + 1, photos.length)}
            className={styles.tile ?? ''}
          >
            <Thumbnail preview={preview} file={file} />
            <span className={styles.number} aria-hidden>
              {at + 1}
            </span>
            <Button
              slot="drag"
              aria-label={strings.composer.moveHandle(at + 1)}
              className={styles.handle ?? ''}
            >
              <GripVertical size={20} aria-hidden />
            </Button>
          </GridListItem>
        )}
      </GridList>
    </section>
  )
}

/** The file as it is on this device. */
export function Thumbnail({ preview, file }: Pick<Photo, 'preview' | 'file'>) {
  return file.type.startsWith('video/') ? (
    <video src={preview} className={styles.preview} muted playsInline aria-hidden />
  ) : (
    <img src={preview} alt="" className={styles.preview} draggable={false} />
  )
}
