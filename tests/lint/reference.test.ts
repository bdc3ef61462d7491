import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorReference, sqlReference } from '../../tools/docs/markdown.ts'
import { referencePages } from '../../tools/docs/pages.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { sql } from '../support/stack.ts'

describe('the generated reference', () => {
  it('equals the output of `npm run docs:reference` for the current migrations', async () => {
    for (const [path, text] of Object.entries(await referencePages(sql))) {
      const file = `${root}${path}`
      const committed = existsSync(file) ? readFileSync(file, 'utf8') : ''
      expect(committed === text, `${path} is stale: run npm run docs:reference.`).toBe(true)
    }
  })

  it('contains every public function and every error', async () => {
    const pages = await referencePages(sql)
    const functions = await sql<{ name: string }[]>`
      select proname as name from pg_proc where pronamespace = 'social'::regnamespace`
    const errors = await sql<{ code: string }[]>`select code from social_private.errors`
    expect(functions.length).toBeGreaterThan(80)
    for (const { name } of functions) {
      expect(pages['docs/reference/sql.md']).toContain(`\n#### ${name}\n`)
    }
    for (const { code } of errors) {
      expect(pages['docs/reference/errors.md']).toContain(`\n| \`${code}\` | `)
    }
  })
})

it('the page of settings explains every column of the config and every rate limit', async () => {
  const page = (await referencePages(sql))['docs/reference/config.md'] ?? ''
  const columns = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = 'social_private.config'::regclass and attnum > 0 and attname <> 'is_only_row'`
  const actions = await sql<{ name: string }[]>`
    select action as name from social_private.rate_limits`
  for (const { name } of [...columns, ...actions]) {
    expect(page).toMatch(new RegExp(`\\n\\| \`${name}\` \\|(.*\\|)? [A-Z][^|]+ \\|\\n`))
  }
})

describe('a function in the reference', () => {
  const page = sqlReference(
    {
      functions: [
        {
          name: 'like_post',
          args: "post_id uuid, note text DEFAULT 'a, b'::text",
          result: 'social.like_state',
          method: 'POST',
          roles: ['authenticated'],
          comment:
            'Like a post.\n\nErrors: post_not_found, text_invalid.\n' +
            'Common errors: docs/errors.md#common-errors.',
        },
      ],
      relations: [],
      enums: [],
      errors: [],
      settings: [],
      rateLimits: [],
    },
    new Map([['like_post', 'home_feed']]),
  )

  it('is listed under the title of its migration file', () => {
    expect(page).toMatch(/### Home feed: functions\n\n#### like_post\n/)
  })

  it('has one argument per line', () => {
    const signature = "social.like_post(\n  post_id uuid,\n  note text default 'a, b'::text)"
    expect(page).toContain(signature)
  })

  it('links to the common errors and formats its own errors as code', () => {
    expect(page).toContain('Errors: `post_not_found`, `text_invalid`.')
    expect(page).toContain('[Common errors](../errors.md#common-errors) too.')
  })
})

it('a pipe character in an error message is escaped in the table of errors', () => {
  const errors = [{ code: 'text_invalid', status: 422, detail: 'a | b', hint: null }]
  const empty = { functions: [], relations: [], enums: [], settings: [], rateLimits: [] }
  const page = errorReference({ ...empty, errors })
  expect(page).toContain('| `text_invalid` | 422 | a \\| b |  |')
})
