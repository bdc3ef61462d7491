import { expect, test } from 'vitest'
import { connect } from '../../src/cli/database.ts'
import { print, problems, summary } from '../../src/cli/prove/print.ts'
import { prove } from '../../src/cli/prove/prove.ts'

test('every role can read, write and call exactly what the access rules say', async () => {
  const sql = await connect(process.env.SOCIAL_DATABASE_URL)
  try {
    const proof = await prove(sql)
    if (process.env.PROVE_PRINT) console.log(print(proof, false))
    console.log(summary(proof))
    expect(problems(proof)).toEqual([])
    expect(proof.cells).toBeGreaterThan(20_000)
  } finally {
    await sql.end()
  }
}, 600_000)
