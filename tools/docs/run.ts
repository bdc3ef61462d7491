import '../local-stack/node-version.ts'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { connect } from '../local-stack/bootstrap.ts'
import { startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { root } from '../local-stack/paths.ts'
import { referencePages } from './pages.ts'

/** `npm run docs:reference` generates the pages of docs/reference from a throw-away database. */
const database = await startThrowAwayDatabase()
try {
  await migrate(database.url)
  const sql = connect(database.url)
  const pages = await referencePages(sql).finally(() => sql.end())
  for (const [path, text] of Object.entries(pages)) {
    mkdirSync(dirname(`${root}${path}`), { recursive: true })
    writeFileSync(`${root}${path}`, text)
    console.log(path)
  }
} catch (error) {
  console.error(error instanceof Problem ? error.message : error)
  process.exitCode = 1
} finally {
  await database.stop()
}
