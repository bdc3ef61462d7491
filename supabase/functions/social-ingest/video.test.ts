import { Buffer } from 'node:buffer'
import { box, mp4 } from '../../../tests/support/files.ts'
import { applyPatches } from './patches.ts'
import { Refusal } from './refusal.ts'
import { Source } from './source.ts'
import { inspectVideo } from './video.ts'

/** Returns the bytes of a file as a stream, in chunks of the given size. */
function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.subarray(at, at + size))
      at += size
    },
  })
}

async function clean(bytes: Uint8Array, size = 65_536): Promise<Buffer> {
  const { patches } = await inspectVideo(new Source(inPieces(bytes, size)))
  const cleaned = inPieces(bytes, size).pipeThrough(applyPatches(patches))
  return Buffer.from(await new Response(cleaned).arrayBuffer())
}

async function refusalOf(bytes: Uint8Array): Promise<string> {
  try {
    await inspectVideo(new Source(inPieces(bytes, 65_536)))
    return 'accepted'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

function equal(actual: unknown, expected: unknown) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw new Error(`${a} is not ${b}`)
}

/** Creates an MP4 box with a 64-bit size, as in long videos. */
function large(type: string, body: string): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(1)
  head.write(type, 4, 'latin1')
  head.writeBigUInt64BE(BigInt(body.length + 16), 8)
  return Buffer.concat([head, Buffer.from(body)])
}

const whole = Buffer.concat([
  mp4(),
  box('free', 'a secret'),
  large('uuid', 'another secret'),
  large('mdat', 'more frames'),
  box('meta', 'the last secret'),
])

Deno.test('the metadata of a video is overwritten in place, for every chunk size', async () => {
  const expected = await clean(whole)
  equal(expected.length, whole.length)
  equal(/secret|Anna|52\.5|udta|uuid|meta/.exec(expected.toString('latin1')), null)
  for (const words of ['more frames', 'vide', 'mdatframes']) equal(expected.includes(words), true)
  for (const size of [1, 7, 100]) equal((await clean(whole, size)).equals(expected), true)
})

Deno.test('a video whose last box extends to the end of the file is accepted', async () => {
  const open = Buffer.concat([mp4(), box('uuid', 'a secret')])
  open.writeUInt32BE(0, open.length - 16)
  const cleaned = await clean(open)
  equal([cleaned.length, cleaned.includes('secret')], [open.length, false])
})

Deno.test('a video is refused if it is incomplete or needs too much memory', async () => {
  const many = Buffer.concat(Array(1001).fill(box('free')))
  equal(await refusalOf(Buffer.concat([mp4(), many])), 'file_suspicious')
  const head = mp4().subarray(0, mp4().indexOf('moov') - 4)
  equal(await refusalOf(Buffer.concat([head, box('moov', many)])), 'file_suspicious')
  const vast = box('moov', Buffer.alloc(16 * 1024 * 1024 + 1))
  equal(await refusalOf(Buffer.concat([head, vast])), 'file_too_large')
  equal(
    await refusalOf(Buffer.concat([mp4(), mp4().subarray(mp4().indexOf('moov') - 4)])),
    'file_damaged',
  )
  for (const end of [4, 12, whole.length - 3]) {
    equal(await refusalOf(whole.subarray(0, end)), 'file_damaged')
  }
  const early = Buffer.concat([mp4(), large('mdat', '')])
  early.writeBigUInt64BE(8n, early.length - 8)
  equal(await refusalOf(early), 'file_damaged')
})

Deno.test('processing a video of 100 MB keeps fewer than five chunks in memory', async () => {
  const piece = new Uint8Array(1024 * 1024)
  const [before, after] = [mp4().subarray(0, -14), 100]
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + after * piece.length)
  head.write('mdat', 4)
  let [made, passed, most] = [0, 0, 0]
  const open = () => {
    let count = 0
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (count === 0) controller.enqueue(Buffer.concat([before, head]))
        else if (count <= after) controller.enqueue(piece)
        else controller.close()
        made += count > 0 ? 1 : 0
        count++
      },
    })
  }
  const { width, patches } = await inspectVideo(new Source(open()))
  made = 0
  for await (const { length } of open().pipeThrough(applyPatches(patches))) {
    passed += length >= piece.length ? 1 : 0
    most = Math.max(most, made - passed)
  }
  equal([width, passed, most < 5], [1920, after, true])
})
