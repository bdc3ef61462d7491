import { expect, it } from 'vitest'
import { costsOf, rowOf } from '../support/ingest-cost.ts'
import { cases } from '../support/ingest-files.ts'

/** The limits of an edge function on hosted Supabase. */
const MEGABYTES = 256
const SECONDS = 2

it.runIf(process.platform === 'linux')(
  'ingesting pictures of 2, 12 and 48 megapixels and a video of 100 MB stays within the limits of hosted edge functions',
  async () => {
    const wanted = cases.filter(({ name }) => /megapixels, JPEG$|^100 MB/.test(name))
    const rows: string[] = []
    for await (const cost of costsOf(wanted)) {
      rows.push(rowOf(cost))
      expect.soft(cost.answer, cost.name).toMatch(/^\d+x\d+$/)
      expect.soft(cost.memory, cost.name).toBeLessThan(MEGABYTES)
      expect.soft(cost.cpu, cost.name).toBeLessThan(SECONDS)
    }
    expect(rows).toHaveLength(4)
    console.log([rowOf(), ...rows].join('\n'))
  },
  180_000,
)
