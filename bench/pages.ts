import type { Variant } from './path.ts'
import type { Sessions, Viewer } from './sessions.ts'
import { cardsByKey, list } from './sql.ts'

/** A page of one of our lists: the call that reads the page, and the ids on the page. */
export interface Page {
  viewer: Viewer
  /** A function call that takes the cursor as its last parameter. */
  call: string
  args: string[]
  cursor: string | null
  ids: string[]
}

/**
 * Reads a list up to the page with number `depth`, or up to the last full page of a shorter list.
 */
export async function pageAt(
  viewer: Viewer,
  call: string,
  args: string[],
  depth = 1,
): Promise<Page> {
  let cursor: string | null = null
  let page: Page = { viewer, call, args, cursor, ids: [] }
  await viewer.become()
  for (let number = 1; number <= depth; number++) {
    const rows: { id: string; cursor: string }[] = await viewer.sql.unsafe(
      `select id, cursor from ${call}`,
      [...args, cursor as string],
    )
    if (rows.length < 20 && page.ids.length > 0) break
    page = { viewer, call, args, cursor, ids: rows.map((row) => row.id) }
    cursor = rows.at(-1)?.cursor ?? null
  }
  return page
}

/** Reads the page of a list after a given cursor. */
export async function pageAfter(page: Page, cursor: string): Promise<Page> {
  await page.viewer.become()
  const rows = await page.viewer.sql.unsafe<{ id: string }[]>(`select id from ${page.call}`, [
    ...page.args,
    cursor,
  ])
  return { ...page, cursor, ids: rows.map((row) => row.id) }
}

/** Our variant: the public function, called as the viewer. */
export function ours(page: Page): Variant {
  const { viewer, call, args, cursor } = page
  return {
    name: 'ours',
    on: [viewer.sql],
    viewer,
    text: `select * from ${call}`,
    params: [[...args, cursor as string]],
  }
}

/** The lower bound for the time: this variant fetches the same rows by key without any check. */
export function floor(
  sessions: Sessions,
  kind: 'posts' | 'profiles' | 'comments',
  viewer: Viewer,
  pages: string[][],
): Variant {
  return {
    name: 'floor',
    on: [sessions.floor],
    text: cardsByKey(kind),
    params: pages.map((ids) => [viewer.id, list(ids)]),
  }
}
