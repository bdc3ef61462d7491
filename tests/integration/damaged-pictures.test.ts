import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { startChromium } from '../support/chromium.ts'
import { type Damaged, damaged, noise } from '../support/damaged-files.ts'
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

/** What Chromium paints of a damaged picture, compared with the picture before the damage. */
const share = (painted: number) =>
  painted === 0 ? 'nothing' : painted < 0.995 ? 'a part' : 'the whole area'

describe.skipIf(!chromium)('a damaged picture is stored if Chromium shows it', () => {
  /** The rows of the table in docs/media.md. */
  const rows: string[] = []

  it.each(damaged.map((file) => [file.name, file] as const))('%s', async (name, file) => {
    const result = await ingest(file)
    const stored = typeof result === 'string' ? undefined : result
    const shown = await screen.show(file.bytes, file.type, stored)
    const whole = await screen.show(file.whole, file.type, stored)
    const part = share(shown.painted / whole.painted)
    rows.push(`| ${name} | ${part} | ${stored ? 'stored' : 'refused'} |`)
    if (!stored) {
      expect(part, `ingest answers ${result}, and Chromium paints`).toBe('nothing')
      expect(result).toMatch(/^4\d\d file_(damaged|type_invalid)$/)
    } else if (part === 'nothing') {
      // Ingest may be better than Chromium, if it finds the whole picture.
      expect(whole.difference).toBeLessThan(0.05)
    } else if (!noise.includes(name)) {
      expect(shown.difference).toBeLessThan(0.05)
    }
  })

  it('the documentation says what happens with each', () => {
    const page = readFileSync(`${root}docs/media.md`, 'utf8')
    const documented = page.split('\n').filter((line) => /\| (stored|refused) \|$/.test(line))
    expect(documented).toEqual(rows)
  })
})
