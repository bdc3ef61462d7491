import type { Purpose } from './picture.ts'

/** An upload, as the database function begin_ingest returns it. */
export interface Upload {
  id: string
  owner_id: string
  purpose: Exclude<Purpose, 'poster'>
  source_path: string
  /** The raw picture that becomes the thumbnail of a video. */
  poster_path: string | null
  bytes: number | null
  image_bytes: number
  path: string | null
  /** The picture in a size between those of the display file and the thumbnail. */
  medium_path: string | null
  thumbnail_path: string | null
  thumbhash: string | null
  mime_type: string | null
  width: number | null
  height: number | null
  is_animation_dropped: boolean
}

/** The attributes of a processed upload that the database function complete_ingest registers. */
export type Processed = Pick<
  Upload,
  | 'path'
  | 'medium_path'
  | 'thumbnail_path'
  | 'thumbhash'
  | 'mime_type'
  | 'width'
  | 'height'
  | 'is_animation_dropped'
>
