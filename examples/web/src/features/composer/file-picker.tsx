import { ImagePlus } from 'lucide-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { MEDIA } from '../../lib/file-types.ts'
import { strings } from '../../strings.ts'
import styles from './composer.module.css'

interface FilePickerProps {
  hasFiles: boolean
  most: number
  onFiles: (files: File[]) => void
}

/** The button that opens the files of the device. */
export function FilePicker({ hasFiles, most, onFiles }: FilePickerProps) {
  return (
    <label className={styles.picker} data-small={hasFiles || undefined}>
      <ImagePlus size={hasFiles ? 20 : 36} aria-hidden />
      <span className={styles.pickerText}>
        {hasFiles ? strings.composer.addMore : strings.composer.add}
      </span>
      {!hasFiles && <span className="soft small">{strings.composer.addHint(most)}</span>}
      <input
        type="file"
        multiple
        accept={MEDIA}
        className="visually-hidden"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // The same file can then be chosen again.
          event.target.value = ''
        }}
      />
    </label>
  )
}

interface DropAreaProps {
  onFiles: (files: File[]) => void
  children: ReactNode
}

/** Takes files that somebody drops or pastes. The button above does the same. */
export function DropArea({ onFiles, children }: DropAreaProps) {
  const [isOver, setIsOver] = useState(false)
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a second way for people with a mouse
    <div
      className={styles.area}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false)
        if (!hasFiles(event)) return
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      }}
      onPaste={({ clipboardData }) => {
        if (clipboardData.files.length > 0) onFiles([...clipboardData.files])
      }}
    >
      {children}
    </div>
  )
}
