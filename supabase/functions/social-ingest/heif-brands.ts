import { textAt } from './bytes.ts'

/** The first brands of files whose items are pictures. Videos begin with other brands. */
const BRANDS = /^(?:hei[cxms]|hev[cxms]|mif1|mif2|msf1|miaf|avi[fs]|MA1[AB])$/

/** Returns whether a file starts like HEIC or AVIF. Needs the first 12 bytes. */
export function isHeif(bytes: Uint8Array): boolean {
  return textAt(bytes, 4) === 'ftyp' && BRANDS.test(textAt(bytes, 8))
}
