import type { MediaItem } from 'supabase-social'

/** Very tall and very wide pictures are cropped, as nobody wants to scroll past them. */
export function shapeOf({ width, height }: Pick<MediaItem, 'width' | 'height'>): number {
  return Math.min(1.91, Math.max(0.8, width / height))
}
