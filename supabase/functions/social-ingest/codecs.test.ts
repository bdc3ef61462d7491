import { CodecUnavailable, once } from './codecs.ts'

Deno.test('a codec that could not be loaded is loaded by the next call, and then kept', async () => {
  let calls = 0
  const load = once(async () => {
    if (++calls === 1) throw new Error('no such file')
    return await Promise.resolve(calls)
  })
  const [failed] = await Promise.allSettled([load()])
  if (failed?.status !== 'rejected' || !(failed.reason instanceof CodecUnavailable)) {
    throw new Error('the first call did not fail')
  }
  const loaded = [await load(), await load()]
  if (loaded.join() !== '2,2') throw new Error(`${loaded} is not 2,2`)
})
