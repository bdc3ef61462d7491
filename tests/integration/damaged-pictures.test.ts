import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { startChromium } from '../support/chromium.ts'
import { type Damaged, damaged } from '../support/damaged-files.ts'
import { person } from '../support/people.ts'
import { type RawSender, rawSender } from '../support/raw-sender.ts'
import { openScreen, type Screen } from '../support/shown.ts'
import { stack } from '../support/stack.ts'

const chromium = await startChromium()
const project = createClient(stack.url, stack.secretKey)
let screen: Screen
let anna: RawSender

beforeAll(async () => {
  if (!chromium) return
  screen = await openScreen(chromium)
  anna = await rawSender(stack, (await person('anna')).supabase)
})
afterAll(() => chromium?.close())

async function ingest({ bytes }: Damaged): Promise<Buffer | string> {
  const { status, body } = await anna.ingest(await anna.upload(bytes))
  if (status !== 200) return `${status} ${body.code}`
  const { data, error } = await project.storage.from('social-media').download(body.path)
  if (error) throw error
  return Buffer.from(await data.arrayBuffer())
}

const share = (painted: number) =>
  painted === 0 ? 'nothing' : painted < 0.995 ? 'a part of it' : 'all of it'

describe.skipIf(!chromium)('a damaged picture is stored if Chromium shows it', () => {
  /** The rows of the table in docs/media.md. */
  const rows: string[] = []

  it.each(damaged.map((file) => [file.name, file] as const))('%s', async (name, file) => {
    const stored = await ingest(file)
    const other = typeof stored === 'string' ? undefined : stored
    const { painted, difference } = await screen.show(file.bytes, file.type, other)
    rows.push(`| ${name} | ${share(painted)} | ${painted > 0 ? 'stored' : 'refused'} |`)
    if (painted === 0) expect(stored).toMatch(/^4\d\d file_(damaged|type_invalid)$/)
    else expect(other, `${stored}, and Chromium shows ${painted}`).toBeDefined()
    if (painted > 0) expect(difference).toBeLessThan(0.06)
  })

  it('the documentation says what happens with each', () => {
    const page = readFileSync(`${root}docs/media.md`, 'utf8')
    const documented = page.split('\n').filter((line) => /\| (stored|refused) \|$/.test(line))
    expect(documented).toEqual(rows)
  })
})
