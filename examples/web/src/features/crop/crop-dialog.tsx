import { useEffect, useState } from 'react'
import Cropper from 'react-easy-crop'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { RadioGroup } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './crop-dialog.module.css'
import { type Area, cropPicture } from './crop-picture.ts'

type Shape = keyof typeof strings.crop.shapes

const shapes = (Object.keys(strings.crop.shapes) as Shape[]).map((value) => ({
  value,
  label: strings.crop.shapes[value],
}))

interface CropDialogProps {
  file: Blob
  /** Whether the result must be a square, as for the picture of a person. */
  isSquare?: boolean | undefined
  onDone: (cropped: Blob) => void
  onClose: () => void
}

/** Lets a person choose a part of a picture, by mouse, touch or keyboard. */
export function CropDialog({ file, isSquare, onDone, onClose }: CropDialogProps) {
  const image = useObjectUrl(file)
  const [shape, setShape] = useState<Shape>(isSquare ? 'square' : 'original')
  const [original, setOriginal] = useState(1)
  const [crop, setCrop] = useState({ x: 0, y: 0 })
  const [zoom, setZoom] = useState(1)
  const [area, setArea] = useState<Area | null>(null)
  const [part, setPart] = useState('')
  const aspects: Record<Shape, number> = { original, square: 1, tall: 4 / 5, wide: 16 / 9 }
  const finish = async () => {
    if (!area) return
    await cropPicture(file, area).then(onDone, toastError)
  }
  return (
    <Dialog isOpen title={strings.crop.title} onClose={onClose}>
      <div className={styles.stage}>
        {image && (
          <Cropper
            image={image}
            crop={crop}
            zoom={zoom}
            aspect={aspects[shape]}
            onCropChange={setCrop}
            onZoomChange={setZoom}
            keyboardStep={10}
            onCropComplete={(percent, pixels) => {
              setArea(pixels)
              setPart(strings.crop.part(percent))
            }}
            onMediaLoaded={({ naturalWidth, naturalHeight }) =>
              setOriginal(naturalWidth / naturalHeight)
            }
            cropperProps={{ 'aria-label': strings.crop.area, role: 'group' }}
            mediaProps={{ alt: '' }}
          />
        )}
      </div>
      <p role="status" className="visually-hidden">
        {part}
      </p>
      {!isSquare && (
        <div className={styles.shapes}>
          <RadioGroup
            label={strings.crop.shape}
            choices={shapes}
            value={shape}
            onChange={setShape}
          />
        </div>
      )}
      <label className={styles.zoom}>
        {strings.crop.zoom}
        <input
          type="range"
          min={1}
          max={3}
          step={0.05}
          value={zoom}
          onChange={(event) => setZoom(Number(event.target.value))}
        />
      </label>
      <Button kind="primary" disabled={!area} onClick={finish}>
        {strings.crop.done}
      </Button>
    </Dialog>
  )
}

function useObjectUrl(file: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    const next = URL.createObjectURL(file)
    setUrl(next)
    return () => URL.revokeObjectURL(next)
  }, [file])
  return url
}
