import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { seed } from '../../tools/local-stack/seed.ts'
import { ownStack } from '../support/own-stack.ts'
import { sql } from '../support/stack.ts'

/** The pages whose SQL an admin or an adopter copies into the SQL editor. */
const PAGES = ['docs/admin.md', 'docs/your-own-sql.md'].filter((page) => existsSync(root + page))

/** The rows of the demo data that stand for the ids in the pages. */
const IDS: Record<string, string> = {
  'the-post-id': `select post_id as id from social.likes limit 1`,
  'the-comment-id': `select id from social.comments where author_id is not null limit 1`,
  'the-report-id': `select id from social_private.open_reports limit 1`,
}

/** The sections whose statements return no row, because the demo data has no such people. */
const EMPTY = ['Who is suspended, limited, banned or about to be deleted?']

const blocks = PAGES.flatMap((page) => {
  const sections = readFileSync(root + page, 'utf8').split(/^## /m)
  return sections.flatMap((section) => {
    const title = section.split('\n', 1)[0] ?? ''
    const found = section.matchAll(/^```sql\n([\s\S]*?)^```/gm)
    return [...found].map(([, text = '']) => ({ page, title, text }))
  })
})

/** Returns the tables that a page creates before one of its statements. */
const tablesBefore = (block: (typeof blocks)[number]) =>
  blocks
    .slice(0, blocks.indexOf(block))
    .filter(({ page, text }) => page === block.page && text.startsWith('create table'))

beforeAll(() => seed(ownStack), 90_000)

class Undo extends Error {}

/** The tables of an app that somebody leaves, as the recipes for old content name them. */
const OLD_APP = `
  create table public.old_posts as
  select profiles.id as author_id, 7 as id, 'old' as caption, now() - interval '1 year' as created_at
  from social.profiles where username = 'maya';
  create table public.old_comments as
  select 7 as post_id, author_id, 'old comment' as body, created_at from public.old_posts;
  create schema old_app;
  create table old_app.posts as select 'maya' as username, 'old' as text, created_at as posted_at
  from public.old_posts`

describe('as the role postgres, on the demo data,', () => {
  it('there are statements to run', () => {
    expect(blocks.filter(({ page }) => page === 'docs/admin.md').length).toBeGreaterThan(15)
  })

  it.each(blocks)('the SQL of $page runs: $title', async (block) => {
    const { title, text } = block
    let statement = text
    for (const [placeholder, query] of Object.entries(IDS)) {
      const [row] = await sql.unsafe<{ id: string }[]>(query)
      statement = statement.replaceAll(placeholder, row?.id ?? 'no such row')
    }
    const run = sql.begin(async (transaction) => {
      for (const table of tablesBefore(block)) await transaction.unsafe(table.text)
      // A single statement gives rows, and several give a list of rows each.
      const rows = [...(await transaction.unsafe(statement))].flat(1)
      expect(rows.length > 0).toBe(statement.startsWith('select') && !EMPTY.includes(title))
      throw new Undo()
    })
    await expect(run).rejects.toThrow(Undo)
  })

  it.each(['docs/operating.md', 'docs/moving.md'])(
    'the recipe for old content in %s runs',
    async (page) => {
      const found = readFileSync(root + page, 'utf8').matchAll(/^```sql\n([\s\S]*?)^```/gm)
      const recipes = [...found]
        .map(([, text = '']) => text)
        .filter((text) => text.includes('uuid_v7'))
      expect(recipes).toHaveLength(1)
      const run = sql.begin(async (transaction) => {
        await transaction.unsafe(`${OLD_APP}; ${recipes[0]}`)
        const posts = await transaction`select created_at from social.posts where caption = 'old'`
        expect(posts).toHaveLength(1)
        expect(posts[0]?.created_at.getTime()).toBeLessThan(Date.now() - 300 * 86_400_000)
        expect(await transaction`select * from social_private.verify_counters()`).toEqual([])
        throw new Undo()
      })
      await expect(run).rejects.toThrow(Undo)
    },
  )
})
