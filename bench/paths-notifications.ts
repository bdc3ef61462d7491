import { ours, type Page, pageAt } from './pages.ts'
import type { Path } from './path.ts'
import type { Sessions } from './sessions.ts'
import { list, readSql } from './sql.ts'

/**
 * Benchmarks reads of notifications. One viewer has a group with half of the people. The celebrity
 * has several such groups. The person who rings bells has 100,000 groups, all unseen.
 */
export async function notificationPaths(sessions: Sessions): Promise<Path[]> {
  await sessions.owner.unsafe(readSql('notifications.setup'))
  return [
    await page(sessions, 'follows 500', 'one large group'),
    await page(sessions, 'celebrity', 'three large groups'),
    await page(sessions, 'rings bells', 'many groups'),
    unseen(sessions, 'follows 500', 'one large group'),
    unseen(sessions, 'rings bells', 'many groups'),
  ]
}

async function page(sessions: Sessions, name: string, what: string): Promise<Path> {
  const found: Page = await pageAt(sessions.viewer(name), 'social.notifications($1)', [])
  const floor = {
    name: 'floor',
    on: [sessions.floor] as [typeof sessions.floor],
    text: readSql('notification_rows'),
    params: [[found.viewer.id, list(found.ids)]],
  }
  return {
    name: `page of notifications, ${what}`,
    variants: [floor, ours(found)],
    goals: [{ of: 'ours', to: 'floor', max: 1.5 }],
  }
}

function unseen(sessions: Sessions, name: string, what: string): Path {
  const viewer = sessions.viewer(name)
  const call = (variant: string, text: string) => ({
    name: variant,
    on: [viewer.sql] as [typeof viewer.sql],
    viewer,
    text,
    params: [[]],
  })
  return {
    name: `unseen count, ${what}`,
    variants: [
      call('look-up', 'select bench.look_up()'),
      call('ours', 'select social.unseen_count()'),
    ],
    goals: [{ of: 'ours', to: 'look-up', max: 3 }],
  }
}
