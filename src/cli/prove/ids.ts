import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { makeTopics, notifications } from './notifications.ts'
import { people, type Role } from './roles.ts'
import * as scene from './scene.ts'

/** The ids of the test data, by the kind and the name of each row. */
export interface Ids {
  prefix: string
  person: Record<string, string>
  session: Record<string, string>
  post: Record<string, string>
  comment: Record<string, string>
  report: Record<string, string>
  notification: Record<string, string>
  /** The names of Realtime topics. Empty if the project has no Realtime. */
  topic: Record<string, string>
  /**
   * An id that sorts after all existing reports and before the reports of the test data. The calls
   * that list reports pass this id as the cursor.
   */
  beforeReports: string
  /**
   * The paths of post photos, raw uploads, uploads that belong to no post, an avatar that the owner
   * uploaded, and the profile picture of the owner.
   */
  file: Record<string, string>
  /** The path of the only file of each person's export. */
  export: Record<string, string>
}

export async function makeIds(sql: postgres.TransactionSql): Promise<Ids> {
  const rows = await sql<{ id: string }[]>`
    select social_private.uuid_v7() as id from generate_series(1, 400)`
  const ordered = rows.map(({ id }) => id).sort()
  const label = <Value>(labels: Iterable<string>, value: (label: string) => Value) =>
    Object.fromEntries([...labels].map((name) => [name, value(name)]))
  const logins = [...people, 'guest', 'newcomer', 'deleted']
  const person = label(logins, () => randomUUID())
  const path = (role: Role) => `${person[role]}/${randomUUID()}/display.jpg`
  const post = label(Object.keys(scene.posts), () => ordered.shift() as string)
  return {
    prefix: `p${randomUUID().slice(0, 7)}.`,
    person,
    session: label(logins, () => randomUUID()),
    post,
    comment: label(Object.keys(scene.comments), () => ordered.shift() as string),
    beforeReports: ordered.shift() as string,
    report: label(Object.keys(scene.reports), () => ordered.shift() as string),
    notification: label(Object.keys(notifications), () => ordered.shift() as string),
    topic: makeTopics(
      label(people, (role) => person[role] as string),
      post,
    ),
    file: Object.fromEntries([
      ['avatar of owner', `${person.owner}/${randomUUID()}.jpg`],
      ['picture of owner', `${person.owner}/${randomUUID()}.jpg`],
      ...Object.entries(scene.posts).map(([name, { author }]) => [`of post ${name}`, path(author)]),
      ...people.map((role) => [`raw of ${role}`, `${person[role]}/${randomUUID()}.jpg`]),
      ...people.map((role) => [`loose of ${role}`, path(role)]),
    ]),
    export: label(people, (role) => `${person[role]}/${randomUUID()}/${randomUUID()}.zip`),
  }
}

/**
 * Returns the username of a role. The usernames are random and short, and no username is similar to
 * another username.
 */
export function usernameOf(ids: Ids, role: string): string {
  return `${ids.prefix}${role.replace('_', '')}`
}

/** Returns the word and hashtag that every post of the test data contains, and no other post. */
export function wordOf(ids: Ids): string {
  return ids.prefix.replace('.', '')
}
