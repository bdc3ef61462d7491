import { Buffer } from 'node:buffer'
import { MagickImage } from 'npm:@imagemagick/magick-wasm@0.0.43'
import { avif, photograph, png } from '../../../tests/support/files.ts'
import { heicFile } from '../../../tests/support/heic-files.ts'
import { webp } from '../../../tests/support/picture-files.ts'
import { judgePicture } from './judge.ts'
import { Refusal } from './refusal.ts'

async function failureOf(picture: Uint8Array): Promise<unknown> {
  return await judgePicture(picture, 'post').then(
    () => null,
    (error) => error,
  )
}

function assert(condition: boolean, what: unknown) {
  if (!condition) throw new Error(`This was not expected: ${what}`)
}

/** Calls a function, and returns what it has logged. */
async function logged(call: () => Promise<unknown>): Promise<unknown[]> {
  const { warn, error } = console
  const lines: unknown[] = []
  console.warn = console.error = (...line: unknown[]) => lines.push(line)
  try {
    await call()
    return lines
  } finally {
    Object.assign(console, { warn, error })
  }
}

Deno.test('a decoder that cannot be loaded is no fault of the picture', async () => {
  const { readFile } = Deno
  // The codecs of other pictures are loaded.
  const others = [photograph, webp, png(9, 6, { alpha: 90 })]
  for (const file of others) await judgePicture(file, 'post')
  const files = { heic: heicFile('tile.heic'), avif }
  for (const [kind, file] of Object.entries(files)) {
    Deno.readFile = () => Promise.reject(new Error('no such file'))
    try {
      const failure = await failureOf(file)
      assert(failure instanceof Error && !(failure instanceof Refusal), `${kind}: ${failure}`)
    } finally {
      Deno.readFile = readFile
    }
    const later = await failureOf(file)
    assert(later === null, `${kind}: ${later}`)
  }
})

Deno.test('ImageMagick that an earlier picture has broken is no fault of the picture', async () => {
  const { read } = MagickImage.prototype
  MagickImage.prototype.read = () => {
    throw new WebAssembly.RuntimeError('unreachable')
  }
  try {
    const failure = await failureOf(avif)
    assert(failure instanceof Error && !(failure instanceof Refusal), failure)
  } finally {
    MagickImage.prototype.read = read
  }
  const later = await failureOf(avif)
  assert(later === null, later)
})

Deno.test('a damaged AVIF is refused', async () => {
  const damaged = Buffer.from(avif)
  damaged.fill(0, damaged.indexOf('mdat') + 4)
  const failure = await failureOf(damaged)
  assert(failure instanceof Refusal && failure.code === 'file_damaged', failure)
})

Deno.test('the refusal of a picture is an answer, and no line of the log', async () => {
  const tile = heicFile('tile.heic')
  const damaged = Buffer.from(tile)
  // The decoder looks for pixels behind the length and the type of the first unit.
  damaged.fill(0xff, damaged.indexOf('mdat') + 10)
  for (const file of [damaged, png(9, 6).subarray(0, 40), Buffer.from('no picture')]) {
    const lines = await logged(async () => {
      const failure = await failureOf(file)
      assert(failure instanceof Refusal, failure)
    })
    assert(lines.length === 0, JSON.stringify(lines))
  }
})
