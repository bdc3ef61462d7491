import { thumbHashToDataURL } from 'thumbhash'

const known = new Map<string, string>()

/** Turns a ThumbHash in base64 into the address of a tiny blurred picture. */
export function placeholderOf(thumbhash: string | null): string | undefined {
  if (!thumbhash) return undefined
  let url = known.get(thumbhash)
  if (!url) {
    url = thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (sign) => sign.charCodeAt(0)))
    known.set(thumbhash, url)
  }
  return url
}
