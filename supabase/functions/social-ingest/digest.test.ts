import { Digest } from './digest.ts'

const MIB = 1024 * 1024

/** Returns a stream of the bytes, in chunks of the given size. */
function inPieces(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.slice(index * size, (index + 1) * size),
    ),
  )
}

/** Returns the number of bytes that pass, or null if the stream fails. */
async function pass(bytes: Uint8Array, size: number, expected?: Digest): Promise<number | null> {
  const stream = inPieces(bytes, size).pipeThrough(new Digest(expected))
  return await new Response(stream).arrayBuffer().then(
    ({ byteLength }) => byteLength,
    () => null,
  )
}

Deno.test('a stream passes only if it has the expected bytes, for every chunk size', async () => {
  for (const length of [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB + 5]) {
    const bytes = new Uint8Array(length).map((_, index) => index % 251)
    const digest = new Digest()
    await new Response(inPieces(bytes, 65_536).pipeThrough(digest)).arrayBuffer()
    for (const size of [999, 65_536, 3 * MIB]) {
      if ((await pass(bytes, size, digest)) !== length) throw new Error(`${length} does not pass`)
    }
    const changes = [0, MIB - 1, MIB, length - 1].filter((at) => at >= 0 && at < length)
    for (const at of changes) {
      const other = bytes.map((byte, index) => (index === at ? byte + 1 : byte))
      if ((await pass(other, 65_536, digest)) !== null) throw new Error(`a change at ${at} passes`)
    }
    for (const other of [new Uint8Array(length + 1), bytes.subarray(0, length - 1)]) {
      if (other.length === length || length === 0) continue
      if ((await pass(other, 65_536, digest)) !== null) throw new Error('another length passes')
    }
  }
})
