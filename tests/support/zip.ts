import * as zlib from 'node:zlib'

/** Computes a checksum. The oldest supported version of Node does not have this function. */
const crc32 = (zlib as { crc32?: (bytes: Uint8Array) => number }).crc32

/**
 * Reads a zip by its central directory, without the library that wrote the zip. Checks the sizes,
 * the checksums, and that no path leads out of the folder.
 */
export function readZip(bytes: Uint8Array): Map<string, Buffer> {
  const zip = Buffer.from(bytes)
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0) throw new Error('no zip: it has no end')
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('no entry of the directory')
    const [method, crc] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16)]
    const [packed, size] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)]
    const lengths = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const [nameLength = 0, extra = 0, comment = 0] = lengths
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const local = zip.readUInt32LE(at + 42)
    if (zip.readUInt32LE(local) !== 0x04034b50) throw new Error(`${name} is not where it is to be`)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const data = zip.subarray(start, start + packed)
    const file = method === 0 ? data : zlib.inflateRawSync(data)
    if (file.length !== size) throw new Error(`${name} has ${file.length} bytes, not ${size}`)
    if (crc32 && crc32(file) !== crc) throw new Error(`${name} has another checksum`)
    if (/^\/|\.\.|\\/.test(name) || files.has(name)) throw new Error(`${name} is not a valid path`)
    files.set(name, file)
    at += 46 + nameLength + extra + comment
  }
  return files
}
