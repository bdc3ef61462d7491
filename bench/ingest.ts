import '../tools/local-stack/node-version.ts'
import { parseArgs } from 'node:util'
import { costsOf, rowOf } from '../tests/support/ingest-cost.ts'
import { cases } from '../tests/support/ingest-files.ts'

/**
 * `npm run bench:ingest [-- --only PNG]` measures what it costs to process uploads, and prints the
 * table of docs/media.md.
 */
const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })

console.log(rowOf())
for await (const cost of costsOf(cases.filter(({ name }) => name.includes(values.only)))) {
  console.log(rowOf(cost))
}
process.exit(0)
