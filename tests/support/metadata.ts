import ExifReader from 'exifreader'

/** The metadata that an independent parser and a text search find in a file. */
export function metadataOf(bytes: Buffer): string[] {
  const groups = ExifReader.load(bytes, { expanded: true })
  const found = ['exif', 'gps', 'xmp', 'iptc', 'icc', 'makerNotes'].filter((name) => name in groups)
  const text = bytes.toString('latin1')
  const words = ['Exif', 'GPS', 'xmpmeta', 'ICC_PROFILE', 'Leica', 'Anna', 'EXIF', 'XMP ', '+52.5']
  return [...found, ...words.filter((word) => text.includes(word))]
}
