import type postgres from 'postgres'
import type { Ids } from './ids.ts'
import { notifications, type Thing } from './notifications.ts'
import * as scene from './scene.ts'

/** Inserts the notifications, the bells and the muted posts of the test data. */
export async function buildNotifications(sql: postgres.TransactionSql, ids: Ids): Promise<void> {
  const idOf = ([kind, label]: Thing) => ids[kind][label] as string
  const entries = Object.entries(notifications)
  await sql`insert into social_private.notification_groups ${sql(
    entries.map(([label, { to, kind, target }], place) => ({
      ...{ id: ids.notification[label] as string, recipient_id: ids.person[to] as string },
      ...{ kind, target_id: idOf(target), generation: place + 1 },
    })),
  )}`
  await sql`insert into social_private.notifications ${sql(
    entries.map(([label, { to, from, object }]) => ({
      ...{ group_id: ids.notification[label] as string, object_id: idOf(object) },
      actor_id: ids.person[from ?? to] as string,
    })),
  )}`
  await sql`insert into social_private.bells ${sql(
    scene.bells.map(([ringer, author]) => ({
      ringer_id: ids.person[ringer] as string,
      author_id: ids.person[author] as string,
    })),
  )}`
  await sql`insert into social_private.muted_posts ${sql(
    scene.mutedPosts.map(([role, post]) => ({
      profile_id: ids.person[role] as string,
      post_id: ids.post[post] as string,
    })),
  )}`
}
