'use client'

import type { MediaItem } from 'supabase-social'
import { useSignedUrls } from 'supabase-social/react'

/** A picture in a box of its final size. The address follows after hydration, because it expires. */
export function Picture({ item }: { item: MediaItem }) {
  const path = item.mime_type.startsWith('image/')
    ? (item.medium_path ?? item.path)
    : item.thumbnail_path
  const url = useSignedUrls([path]).get(path ?? '')
  return (
    <div className="picture" style={{ aspectRatio: `${item.width} / ${item.height}` }}>
      {/* biome-ignore lint/performance/noImgElement: next/image keeps pictures by address, and signed addresses change */}
      {url && <img src={url} alt={item.alt_text ?? ''} />}
    </div>
  )
}
