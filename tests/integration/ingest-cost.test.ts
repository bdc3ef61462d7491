import { expect, it } from 'vitest'
import { costsOf, rowOf } from '../support/ingest-cost.ts'
import { cases } from '../support/ingest-files.ts'

/** The limits of an edge function on hosted Supabase. */
const MEGABYTES = 256
const SECONDS = 2
/** Large files of each type. `npm run bench:ingest` measures more. */
const WANTED = /^(12|48) megapixels, JPEG$|^24.*progressive$|2160, WebP$|^100 MB/

it.runIf(process.platform === 'linux')(
  'ingesting the largest files of each type stays within the limits of hosted edge functions',
  async () => {
    const wanted = cases.filter(({ name }) => WANTED.test(name))
    const rows: string[] = []
    for await (const cost of costsOf(wanted)) {
      rows.push(rowOf(cost))
      expect.soft(cost.answer, cost.name).toMatch(/^\d+x\d+ /)
      expect.soft(cost.memory, cost.name).toBeLessThan(MEGABYTES)
      expect.soft(cost.cpu, cost.name).toBeLessThan(SECONDS)
    }
    expect(rows).toHaveLength(5)
    console.log([rowOf(), ...rows].join('\n'))
  },
  600_000,
)
