import { join } from 'node:path'
import { CONFIG } from '../project/config.ts'
import { readFile } from '../project/files.ts'
import { parseToml, tableAt } from '../project/toml.ts'
import { type Answer, type Api, reasonOf } from './api.ts'
import { apiCheck, type Check, type Finding, fine, NO_URL, todo, unseen } from './check.ts'
import type { Project } from './project.ts'

const PAGE = 'settings/api'

const exposed = apiCheck('schema social', async (project) => {
  const { version, link } = project
  if (version?.status === 200) return fine('The Data API exposes it.')
  const { code } = version?.body ?? {}
  if (code === 'PGRST106') {
    return todo(
      'The Data API does not expose it. Add social to the exposed schemas, after the schemas that are there.',
      link(PAGE),
    )
  }
  if (code === 'PGRST202') {
    return project.read && project.databaseRelease
      ? todo(
          "The Data API does not know the functions yet. Run the SQL: notify pgrst, 'reload schema'",
          link('sql/new'),
        )
      : todo(
          'It is exposed, but supabase-social is not installed. Run npx supabase-social init, then npx supabase db push.',
        )
  }
  if (code === '42501') {
    return todo(
      `The API roles may not use it. Run the SQL: grant usage on schema social to anon, authenticated, service_role; grant execute on function social.version() to anon, authenticated`,
      link('sql/new'),
    )
  }
  return todo(`The Data API answers with an error: ${reasonOf(version as Answer)}`, link(PAGE))
})

const closed = apiCheck('schema social_private', async ({ link }, api) => {
  const answer = await api.send('/rest/v1/config?limit=1', { schema: 'social_private' })
  if (answer.body.code === 'PGRST106') return fine('The Data API does not expose it.')
  if (answer.status >= 500) return unseen(`The Data API answers with ${reasonOf(answer)}.`)
  return todo(
    'The Data API exposes it. Remove social_private from the exposed schemas at once.',
    link(PAGE),
  )
})

/** The calls name no schema, as the calls of the host app do. */
const standard = apiCheck('default schema', async ({ link, version }, api) => {
  if (version?.status !== 200) return unseen('The schema social does not answer.')
  const functions = ['version', 'limits']
  const answers = await Promise.all(functions.map((name) => api.send(`/rest/v1/rpc/${name}`)))
  if (!answers.every(({ status }) => status === 200)) return fine('It is not social.')
  return todo(
    'Requests without a schema reach social, because social is the first of the exposed schemas. Put public first.',
    link(PAGE),
  )
})

/** The SDK asks for a page of 100 rows and one more. */
const NEEDED = 101
const LISTS = ['profiles', 'likes', 'posts', 'follows']

const maxRows: Check = {
  title: 'max rows',
  async run(project) {
    const api = project.admin ?? project.api
    for (const list of api ? LISTS : []) {
      const finding = await countRows(project, api as Api, list)
      if (finding) return finding
    }
    return maxRowsInConfig(project) ?? unseen(api ? TOO_FEW : NO_URL)
  },
}

const TOO_FEW = `A request shows it only when a table has ${NEEDED} rows that SUPABASE_SECRET_KEY or everybody may read. Check that it is at least ${NEEDED}.`

/** Reads the setting in config.toml, which may differ from the setting of the project. */
function maxRowsInConfig({ folder, link }: Project): Finding | undefined {
  const text = folder && readFile(join(folder.root, CONFIG))
  if (!text) return undefined
  const rows = tableAt(parseToml(`${text}`, CONFIG), 'api').max_rows ?? 1000
  if (Number(rows) >= NEEDED) return fine(`${CONFIG} sets ${rows}.`)
  return todo(
    `${CONFIG} sets ${rows}, so a page of the SDK may end too early. Set api.max_rows to ${NEEDED}.`,
    link(PAGE),
  )
}

/** Asks for the rows of a table and their number. Returns nothing if the table has too few rows. */
async function countRows(project: Project, api: Api, list: string): Promise<Finding | undefined> {
  const answer = await api.send(`/rest/v1/${list}?select=created_at&limit=${NEEDED}`, {
    schema: 'social',
    headers: { prefer: 'count=exact' },
  })
  const total = Number(answer.headers.get('content-range')?.split('/')[1])
  if (!Array.isArray(answer.body) || !(total >= NEEDED)) return undefined
  const { length } = answer.body
  if (length >= NEEDED) return fine(`The Data API returns at least ${NEEDED} rows.`)
  return todo(
    `The Data API returns only ${length} rows, so a page of the SDK may end too early. Set max rows to ${NEEDED}.`,
    project.link(PAGE),
  )
}

export const dataApiChecks: Check[] = [exposed, closed, standard, maxRows]
