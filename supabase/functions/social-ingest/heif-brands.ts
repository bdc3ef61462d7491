import { textAt } from './bytes.ts'

/**
 * The first brands of files whose items are pictures: those of HEIC and AVIF, of all kinds of HEIF,
 * and of their profiles. Videos begin with other brands.
 */
const BRANDS = /^(?:hei[cxms]|hev[cxms]|mif[12]|msf1|miaf|MiH[ABE]|avi[fos]|MA1[AB])$/

export function isHeifBrand(brand: string): boolean {
  return BRANDS.test(brand)
}

/** Returns whether a file starts like HEIC or AVIF. Needs the first 12 bytes. */
export function isHeif(bytes: Uint8Array): boolean {
  return textAt(bytes, 4) === 'ftyp' && isHeifBrand(textAt(bytes, 8))
}
