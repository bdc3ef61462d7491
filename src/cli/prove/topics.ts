import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import type { Cell } from './attempt.ts'
import { FORBIDDEN } from './expected/callers.ts'
import type { Sees } from './expected/rows.ts'
import { joinsTopic } from './expected/topics.ts'
import type { Ids } from './ids.ts'
import { roles } from './roles.ts'

const OBJECT = 'realtime.messages'
const EXTENSIONS = ['broadcast', 'presence'] as const

/**
 * Opens the topic of every person and post, and inserts a row for each topic, as Realtime does to
 * learn whether somebody may join. Without Realtime, `ids.topic` becomes empty.
 */
export async function buildTopics(sql: postgres.TransactionSql, ids: Ids): Promise<void> {
  await openTopics(sql, ids)
  if (!(await insertProbes(sql, ids))) ids.topic = {}
}

/** Gives the topics their names again. A topic gets another name when somebody may lose a right. */
export async function openTopics(sql: postgres.TransactionSql, ids: Ids): Promise<void> {
  const epochs = (names: Record<string, string>, of: string) =>
    JSON.stringify(
      Object.entries(names).flatMap(([label, id]) => {
        const name = ids.topic[`${of} ${label}`]
        return name ? [{ id, epoch: name.split(':').at(-1) }] : []
      }),
    )
  await sql`insert into social_private.inboxes (profile_id, epoch)
    select profiles.id, epoch
    from jsonb_to_recordset(${epochs(ids.person, 'of')}::text::jsonb) as topics (id uuid, epoch uuid)
    join social.profiles on profiles.id = topics.id
    on conflict (profile_id) do update set epoch = excluded.epoch`
  await sql`insert into social_private.watched_posts (post_id, author_id, epoch, watched_until)
    select posts.id, posts.author_id, epoch, now()
    from jsonb_to_recordset(${epochs(ids.post, 'of post')}::text::jsonb)
      as topics (id uuid, epoch uuid)
    join social.posts on posts.id = topics.id
    on conflict (post_id) do update set epoch = excluded.epoch`
}

/**
 * Returns false if the project has no Realtime, or if the table has no partition for today. Realtime
 * creates the partitions when somebody connects.
 */
async function insertProbes(sql: postgres.TransactionSql, { topic }: Ids): Promise<boolean> {
  const [found] = await sql`select to_regclass('realtime.messages') is not null as is_there`
  if (!found?.is_there) return false
  const rows = Object.values(topic).flatMap((name) =>
    EXTENSIONS.map((extension) => ({ topic: name, extension })),
  )
  return sql
    .savepoint((inner) => inner`insert into realtime.messages ${inner(rows)}`)
    .then(() => true)
    .catch((error: postgres.PostgresError) => {
      if (error.code !== '23514') throw error
      return false
    })
}

/**
 * Returns the attempts to join every topic and to send on it. Realtime asks in the same way: it
 * selects a row of the topic as the caller, or inserts one.
 */
export function topicCells(ids: Ids, sees: Sees): Cell[] {
  return Object.entries(ids.topic).flatMap(([target, topic]) =>
    roles.flatMap((role): Cell[] => [
      ...EXTENSIONS.map((extension): Cell => {
        const isJoined = joinsTopic(sees, role, target) && extension === 'broadcast'
        return {
          ...{ object: OBJECT, privilege: 'join', role },
          target: `${extension} ${target}`,
          statement: `select count(*)::text from realtime.messages
            where topic = '${topic}' and extension = '${extension}'`,
          expected: isJoined || role === 'service' ? '1' : '0',
        }
      }),
      {
        ...{ object: OBJECT, privilege: 'send', role, target },
        statement: `insert into realtime.messages (id, topic, extension)
          values ('${randomUUID()}', '${topic}', 'broadcast') returning 'sent'`,
        expected: role === 'service' ? 'sent' : FORBIDDEN,
      },
    ]),
  )
}
