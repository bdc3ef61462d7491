import '../support/own-stack.ts'

import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@supabase/supabase-js'
import { beforeAll, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import { Functions } from '../../tools/local-stack/functions.ts'
import { commandOf } from '../../tools/local-stack/processes.ts'
import { type Exported, exportOf } from '../support/export-reading.ts'
import { elsewhere, type Person, person, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

/**
 * The size of one photo in bytes. One photo of this size fills an export part of 40 MB. This size
 * needs the most memory, because larger files are streamed.
 */
const BYTES = 39_000_000
const PHOTOS = 3

let alice: Person
let exported: Exported
const hashes = new Set<string>()

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function work(worker: Functions): Promise<Response> {
  const headers = { apikey: stack.secretKey }
  return worker.fetch(
    new Request(`${stack.url}/functions/v1/social-worker`, { method: 'POST', headers }),
  )
}

async function exportRow() {
  const [row] = await sql`
    select lease_id, attempts, done_count, finished_at,
      (select count(*)::int from social_private.export_parts where export_id = exports.id) as parts
    from social_private.exports where profile_id = ${alice.id}`
  return row
}

/** Creates a person with large photos and deletes the account of this person. */
beforeAll(async () => {
  alice = await person('alice')
  const { storage } = createClient(stack.url, stack.secretKey, { auth: { persistSession: false } })
  for (let number = 0; number < PHOTOS; number++) {
    const post = await publish(alice, { caption: `Photo ${number}` })
    const bytes = randomBytes(BYTES)
    hashes.add(hashOf(bytes))
    const file = new Blob([bytes], { type: 'image/jpeg' })
    const path = String(post.media[0]?.path)
    await storage.from('social-media').remove([path])
    const { error } = await storage.from('social-media').upload(path, file)
    if (error) throw error
  }
  // Deleting the account ends the session. During the next 30 days, the person can sign in again.
  unwrap(await alice.social.account.delete())
  alice = await elsewhere(alice)
}, 120_000)

it('another worker builds the export part that a killed worker had started', async () => {
  unwrap(await alice.social.exports.request())
  const killed = new Functions(stack)
  const answer = work(killed)
  // Wait until the worker has read a page of files and is downloading the first file.
  while ((await exportRow())?.done_count < 2 + PHOTOS) await wait(2)
  await killed.stop()
  expect((await answer).status).toBe(503)
  expect(await exportRow()).toMatchObject({ parts: 0, attempts: 1, lease_id: expect.any(String) })
  // Wait until the last request of the killed worker has ended, because this request may renew the
  // lease.
  await wait(3000)
  // End the leases of the killed worker, so that another worker may continue the export.
  await sql`update social_private.exports set lease_ends_at = now()`
  await sql`update social_private.worker_runs set lease_ends_at = now()`
})

it('building an export part of the maximum size stays within the memory and CPU limits of hosted edge functions', async () => {
  const worker = new Functions(stack)
  const [pid] = await work(worker).then(() => denos())
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [, , ...stat] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\(|\) /)
  const [user, system] = String(stat.at(-1)).split(' ').slice(11, 13).map(Number)
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024
  const seconds = [user, system].map((ticks) => Number(ticks) / 100)
  console.log(`one part: peak ${peak.toFixed(0)} MB, CPU ${seconds.join(' s user, ')} s system`)
  await worker.stop()
  expect(await exportRow()).toMatchObject({ parts: 1, attempts: 0 })
  expect(peak).toBeLessThan(256)
}, 120_000)

it('the export of a deleted account contains every file completely and exactly once', async () => {
  exported = await exportOf(alice)
  expect(exported.zips.length).toBe(PHOTOS)
  const { documents, files, card } = exported
  expect(card.missing_count).toBe(0)
  expect(documents.posts.map(({ caption }) => caption)).toEqual(['Photo 0', 'Photo 1', 'Photo 2'])
  const media = documents.posts.flatMap((post) => post.media.map(({ file }) => file))
  const found = [...files].filter(([name]) => name.startsWith('media/'))
  expect(found.map(([name]) => name).sort()).toEqual(media.sort())
  expect(new Set(found.map(([, bytes]) => hashOf(bytes)))).toEqual(hashes)
}, 120_000)

/** Returns the ids of the Deno processes that this test process started. */
function denos(): number[] {
  const ours = new RegExp(`^PPid:\\s+${process.pid}$`, 'm')
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid && commandOf(pid).includes('social-worker/index.ts'))
    .filter((pid) => ours.test(readFileSync(`/proc/${pid}/status`, 'utf8')))
}
