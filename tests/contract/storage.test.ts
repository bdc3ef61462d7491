import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { buckets } from './storage/buckets.ts'
import { changes } from './storage/changes.ts'
import { differences } from './storage/differences.ts'
import { lists } from './storage/lists.ts'
import { reading } from './storage/reading.ts'
import { resumable } from './storage/resumable.ts'
import { type StorageAddress, type StorageEntry, StorageServer } from './storage/server.ts'
import { signing } from './storage/signing.ts'
import { tokens } from './storage/tokens.ts'
import { uploads } from './storage/uploads.ts'

/**
 * The contract of Storage: storage/answers.json contains what Storage API 1.70.6 with its file backend
 * answers to each call. `npm test` compares the answers of the local stack. With
 * SOCIAL_STORAGE_URL, the address of a server without its prefix `/storage/v1`, it compares those
 * of this server. SOCIAL_STORAGE_JWT_SECRET signs its tokens, and SOCIAL_STORAGE_DATABASE_URL is
 * the address of its database for the owner of storage.objects. With SOCIAL_RECORD=1 the answers
 * of the server replace storage/answers.json.
 */
const subjects: [title: string, run: (storage: StorageServer) => Promise<void>][] = [
  ['uploads', uploads],
  ['reading', reading],
  ['signed addresses', signing],
  ['changes', changes],
  ['lists', lists],
  ['tokens', tokens],
  ['buckets', buckets],
  ['resumable uploads', resumable],
]

const file = new URL('storage/answers.json', import.meta.url)
const isRecording = process.env.SOCIAL_RECORD === '1'
const recorded: Record<string, StorageEntry[]> = JSON.parse(readFileSync(file, 'utf8'))
const given = process.env.SOCIAL_STORAGE_URL
const known = new Set(differences.flatMap(({ calls }) => calls))

let stack: Stack | undefined
const folder = mkdtempSync(join(tmpdir(), 'supabase-social-contract-'))
let address: StorageAddress

beforeAll(async () => {
  let databaseUrl = process.env.SOCIAL_STORAGE_DATABASE_URL ?? ''
  if (given) address = { url: given, jwtSecret: process.env.SOCIAL_STORAGE_JWT_SECRET ?? '' }
  else {
    stack = await startStack({ data: folder, purges: false })
    const { jwtSecret } = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))
    address = { url: `${stack.url}/storage/v1`, jwtSecret }
    const superuser = new URL(stack.databaseUrl)
    superuser.username = SUPERUSER
    databaseUrl = superuser.href
  }
  const sql = connect(databaseUrl)
  await sql.unsafe(readFileSync(new URL('storage/setup.sql', import.meta.url), 'utf8'))
  await sql.end()
})
afterAll(async () => {
  if (isRecording) writeFileSync(file, format(recorded))
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('every difference names calls of the contract, and is a row of docs/local-stack.md', () => {
  const names = Object.values(recorded).flatMap((entries) => entries.map(({ name }) => name))
  expect([...known].filter((name) => !names.includes(name))).toEqual([])
  const page = readFileSync(`${root}docs/local-stack.md`, 'utf8')
  const rows = differences.map(
    ({ subject, local, hosted }) => `| ${subject} | ${local} | ${hosted} |`,
  )
  expect(rows.filter((row) => !page.includes(row))).toEqual([])
})

for (const [title, run] of subjects) {
  describe(title, () => {
    let failure: unknown
    let found: StorageEntry[] = []
    beforeAll(async () => {
      const storage = new StorageServer(address)
      await run(storage).catch((error) => {
        failure = error
      })
      found = storage.entries
      if (isRecording) recorded[title] = found
    })

    test('every call of the subject is in the contract', () => {
      if (failure) throw failure
      const names = (recorded[title] ?? []).map(({ name }) => name)
      expect(found.map(({ name }) => name)).toEqual(names)
    })

    for (const expected of isRecording ? [] : (recorded[title] ?? [])) {
      const differs = !given && known.has(expected.name)
      test(`${expected.name}: ${differs ? 'local differs' : 'alike'}`, () => {
        const entry = found.find(({ name }) => name === expected.name)
        if (differs) {
          expect(entry, 'alike now: remove it from storage/differences.ts').not.toEqual(expected)
        } else expect(entry).toEqual(expected)
      })
    }
  })
}

/** Writes one entry a line, so that a change of one answer is a change of one line. */
function format(parts: Record<string, StorageEntry[]>): string {
  const texts = Object.entries(parts).map(([title, entries]) => {
    const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`)
    return `  ${JSON.stringify(title)}: [\n${lines.join(',\n')}\n  ]`
  })
  return `{\n${texts.join(',\n')}\n}\n`
}
