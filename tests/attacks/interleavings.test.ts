import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { installPgtap } from '../../tools/test-runner/pgtap.ts'
import {
  eraseProfile,
  expire,
  ID,
  ingest,
  killedExport,
  POSTER_ID,
  publish,
  publishAndErase,
  store,
  upload,
  wearAvatar,
  worker,
} from './interleaved-actors.ts'
import { type Actor, explore } from './interleavings.ts'

let database: Database
let pool: postgres.Sql
const count = { runs: 0, states: 0, problems: 0 }

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  await migrate(database.url)
  await installPgtap(database.url)
  pool = postgres(database.url, { max: 1, onnotice() {} })
  await pool.unsafe(readFileSync(new URL('interleavings.sql', import.meta.url), 'utf8'))
}, 120_000)
afterAll(async () => {
  console.log(`${count.runs} interleaved runs, ${count.states} states, ${count.problems} problems`)
  await pool?.end()
  await database?.stop()
})

const scenes: [name: string, raw: string[], actors: Actor[]][] = [
  ['two ingests of one id with two raw files', ['jpg', 'png'], [ingest('A'), ingest('B')]],
  [
    'two uploads of one id under two extensions while one is ingested',
    ['png'],
    [ingest('A'), upload('jpg'), ingest('B')],
  ],
  ['two uploads of one id, then an ingest', [], [upload('jpg'), upload('MP4'), ingest('A')]],
  ['a good and a refused file of one id', ['gif', 'jpg'], [ingest('A'), ingest('B'), worker]],
  [
    'an ingest whose upload is attached and erased',
    ['mp4', 'png'],
    [ingest('A'), publishAndErase, ingest('B')],
  ],
  ['an ingest of an upload that expires', ['jpg', 'png'], [ingest('A'), expire, worker, publish]],
  ['an ingest of a person who is erased', ['jpg', 'mp4'], [ingest('A'), eraseProfile, worker]],
  [
    'an ingest of a person who uploads while they are erased',
    [],
    [upload('jpg'), ingest('A'), eraseProfile],
  ],
  [
    'two ingests of an avatar that is replaced',
    ['jpg'],
    [ingest('A', { purpose: 'avatar' }), wearAvatar, ingest('B', { purpose: 'avatar' })],
  ],
  [
    'an avatar and a post with one id',
    ['jpg'],
    [ingest('A', { purpose: 'avatar' }), ingest('B'), worker],
  ],
  [
    'an import beside an ingest',
    ['jpg', 'png'],
    [ingest('A', { isImport: true }), ingest('B'), publish],
  ],
  [
    'two ingests of a video, one without its poster',
    ['mp4', 'poster'],
    [ingest('A', { posterId: POSTER_ID }), ingest('B'), publish],
  ],
  [
    'an ingest of a video with its poster, which expires',
    ['mp4', 'poster'],
    [ingest('A', { posterId: POSTER_ID }), expire, worker],
  ],
  ['a worker that stores a part of an export', ['jpg'], [killedExport, ingest('A'), eraseProfile]],
]

/** Replaces the function that decides whether a row needs a file. */
const answering = (answer: boolean) => `
  create or replace function social_private.is_file_in_use(bucket_id text, path text)
    returns boolean language sql stable return ${answer}`

/** Explores a scene in a transaction that is rolled back. */
async function play(raw: string[], actors: Actor[], fault?: string) {
  const sql = await pool.reserve()
  try {
    await sql`begin`
    if (fault) await sql.unsafe(fault)
    await sql`select social_tests.person('alice')`
    const [alice] = await sql<{ id: string }[]>`select social_tests.id('alice') as id`
    for (const name of raw) {
      const file = name === 'poster' ? `${POSTER_ID}.jpg` : `${ID}.${name}`
      await store(sql, 'social-uploads', `${alice?.id}/${file}`)
    }
    return await explore(sql, actors)
  } finally {
    await sql`rollback`
    sql.release()
  }
}

describe('after every order of steps and every kill, each file has a row', {
  timeout: 300_000,
}, () => {
  it.each(scenes)('%s', async (_, raw, actors) => {
    const { runs, states, problems } = await play(raw, actors)
    count.runs += runs
    count.states += states
    count.problems += problems.length
    expect(problems.slice(0, 10)).toEqual([])
    expect(states).toBeGreaterThan(10)
  })

  it.each([
    ['keeps every file', true, /no row needs social-media/],
    ['deletes every file', false, /there is no file .*display/],
  ])('finds the fault of a sweep that %s', async (_, answer, found) => {
    const { problems } = await play(
      ['jpg'],
      [ingest('A'), publish, eraseProfile],
      answering(answer),
    )
    expect(problems.join('\n')).toMatch(found)
  })
})
