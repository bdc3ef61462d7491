import type { QueryKey } from '@tanstack/react-query'
import { type AnyRow, type Change, eachRow, idOf } from './rows.ts'

/** The fields that belong to a list, not to the row in it. */
const OF_THE_LIST = new Set(['cursor', 'reason'])

/**
 * Makes the change that copies rows into all other places that show the same post, person, comment
 * or notification. A person also is the author of posts and comments.
 */
export function sameAs(key: QueryKey, data: unknown): Change {
  const rows = new Map<string, AnyRow>()
  eachRow(key, data, (kind, row) => {
    if (kind !== 'other') rows.set(idOf(kind, row), row)
  })
  return (kind, row) => {
    const author = rows.get(`profiles:${row.author_id}`)
    const own = rows.get(idOf(kind, row))
    const fields = { ...(author && ofAuthor(author)), ...own }
    return author || own ? shared(row, fields) : undefined
  }
}

/** Returns those new values whose fields the row has. */
export function shared(row: AnyRow, fields: AnyRow): AnyRow {
  return Object.fromEntries(
    Object.entries(fields).filter(([field]) => field in row && !OF_THE_LIST.has(field)),
  )
}

/** Returns what posts and comments say about their author. */
function ofAuthor(profile: AnyRow): AnyRow {
  const { username, display_name, avatar_path, follow_state } = profile
  return {
    author_username: username,
    author_display_name: display_name,
    author_avatar_path: avatar_path,
    is_following_author: follow_state === 'accepted',
  }
}
