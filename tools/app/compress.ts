import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** A smaller file fits into one packet anyway. */
const SMALLEST = 1000

/**
 * Writes a brotli and a gzip copy beside each text file of a folder, which the local stack sends to
 * browsers. The page itself gets none, because the stack writes tags into it.
 */
export async function compressFolder(folder: string): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.(js|css|svg|json)$/.test(file) && statSync(file).size >= SMALLEST)
  await Promise.all(
    files.map(async (file) => {
      const bytes = readFileSync(file)
      // Quality 11 takes ten times as long as 9 and saves 4 percent.
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9 }
      writeFileSync(`${file}.br`, await promisify(brotliCompress)(bytes, { params }))
      writeFileSync(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
    }),
  )
}
