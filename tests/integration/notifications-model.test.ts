import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { effects } from '../support/notification-effects.ts'
import { names, plays, type Step, step } from '../support/notification-history.ts'
import { NotificationModel } from '../support/notification-model.ts'
import { ownDatabase } from '../support/own-database.ts'
import { openWorld, type Person } from '../support/world.ts'

// The test moves the time of all notifications, so it needs a database of its own.
const database = await ownDatabase()
const world = openWorld(database.url)
const compared = { histories: 0, steps: 0, notifications: 0, lists: 0, rows: 0 }
afterAll(async () => {
  await world.close()
  await database.stop()
  console.log(
    Object.entries(compared)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  )
})

const runs = Number(process.env.SOCIAL_RUNS ?? 8)

test('after random commands, every list of notifications and every unseen count matches an independent model', async () => {
  await world.sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
  await world.sql`update social_private.config set allow_text_posts = true`
  await world.sql.unsafe(PASS)
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 120, maxLength: 200, size: 'max' }),
      async (steps) => {
        const people = await Promise.all(names.map((name) => world.person(name)))
        const model = new NotificationModel()
        for (const { id } of people) model.join(id)
        try {
          for (const each of [...opening, ...steps]) await play(each, people, model)
          for (const each of people) await compare(each, model, 1 + (steps.length % 5))
          await returnAll(people, model)
          for (const each of people) await compareAll(each, model)
        } finally {
          await Promise.all(people.map(({ sql }) => sql.end()))
          const ids = people.map(({ id }) => id)
          await world.sql`delete from auth.users where id in ${world.sql(ids)}`
        }
        compared.histories++
        compared.notifications += model.written
      },
    ),
    { numRuns: runs, endOnFailure: true },
  )
  // Nothing remains of people who are gone.
  expect(await world.sql`select from social_private.notification_groups`).toHaveLength(0)
  expect(await world.sql`select from social_private.notifications`).toHaveLength(0)
}, 1_800_000)

/** The first steps of each history: everybody publishes a post, which one other person likes. */
const opening = names.flatMap((_, who): Step[] =>
  ['post', 'follow', 'like'].map((verb) => ({
    ...{ do: verb, who, whom: who + 1, what: 2 * who + 1, named: [], visibility: 'public' },
  })),
)

/**
 * A function that makes everything about notifications older, and mutes end sooner. The first 12
 * digits of the id of a group are the time of the group.
 */
const PASS = `create function pg_temp.older(id uuid, minutes integer) returns uuid
  language sql as $$
  select (lpad(to_hex(('x' || left(digits, 12))::bit(48)::bigint - minutes * 60000::bigint), 12, '0')
    || substr(digits, 13))::uuid
  from replace(id::text, '-', '') as digits
$$;
create function pg_temp.pass(minutes integer) returns void language sql as $$
  select set_config('social.is_moving_rows', 'on', true);
  update social_private.notifications set
    created_at = created_at - minutes * interval '1 minute',
    group_id = pg_temp.older(group_id, minutes);
  update social_private.notification_groups set
    id = pg_temp.older(id, minutes),
    opened_at = opened_at - minutes * interval '1 minute',
    latest_at = latest_at - minutes * interval '1 minute',
    read_at = read_at - minutes * interval '1 minute';
  update social_private.inboxes set seen_at = seen_at - minutes * interval '1 minute';
  update social_private.mutes set expires_at = expires_at - minutes * interval '1 minute';
  update social_private.muted_words set expires_at = expires_at - minutes * interval '1 minute';
$$`

/** What the actor need not be active for. */
const byOthers = [
  ...['work', 'pass', 'suspend', 'lift', 'unconfirm', 'confirm', 'staffHide', 'staffShow'],
  ...['staffShowPost', 'sanctionPost', 'sanctionComment', 'sanctionPerson'],
]
const ofAuthors = ['editPost', 'show', 'archive', 'unarchive', 'unpost', 'repost']
const ofWriters = ['editComment', 'uncomment', 'recomment']

/** The people with whom a step has an effect. */
const whoms: Record<string, (model: NotificationModel, who: string, whom: string) => boolean> = {
  lift: (model, _, whom) => model.has(whom) && model.account(whom).isSuspended,
  confirm: (model, _, whom) => model.has(whom) && model.account(whom).isUnconfirmed,
  unblock: (model, who, whom) => model.blocks.has(`${who}>${whom}`),
  unmute: (model, who, whom) => model.mutes.has(`${who}>${whom}`),
  accept: (model, who, whom) => model.edges.get(`${whom}>${who}`) === false,
}

/** Runs a step in the database and in the model. Both outcomes must be the same. */
async function play(step: Step, people: Person[], model: NotificationModel): Promise<void> {
  const { what } = step
  const who = people[step.who] as Person
  const far = what % 20 === 0 ? 0 : 1 + (step.whom % (people.length - 1))
  const any = people[(step.who + far) % people.length] as Person
  // Most steps that end something concern a person with whom there is something to end.
  const whom = (what % 4 && people.find(({ id }) => whoms[step.do]?.(model, who.id, id))) || any
  let verb = step.do
  if (!model.has(who.id) || (verb === 'leave' && what > 300)) return
  if (!byOthers.includes(verb) && !model.isThere(who.id)) {
    const { isSuspended, isUnconfirmed } = model.account(who.id)
    if (isSuspended || isUnconfirmed) return
    verb = model.deleted.has(who.id) ? 'undelete' : 'reactivate'
  }
  const of = <T extends { author: string | null }>(all: T[], isOwn: boolean) => {
    const own = all.filter(({ author }) => author === who.id)
    const some = isOwn && what % 4 && own.length ? own : all
    // Half of the steps concern the first posts and comments, so that groups grow.
    return some[what % Math.max(what % 2 ? some.length : Math.min(some.length, 3), 1)]
  }
  const settle = effects(model)
  const [actual, expected] = (await plays[verb]?.({
    ...{ world, model, who, whom, what, visibility: step.visibility },
    named: step.named.map((place) => people[place] as Person),
    ...only('post', of(model.posts, ofAuthors.includes(verb))),
    ...only('comment', of(model.comments, ofWriters.includes(verb))),
  })) ?? [verb, 'unknown']
  settle()
  await world.sql`delete from social_private.follow_pauses where follower_id = ${who.id}`
  expect(actual, JSON.stringify(step)).toBe(expected)
  compared.steps++
  for (const reader of [who, whom]) await compare(reader, model, 1 + (what % 5))
}

function only<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: T })
}

interface Row {
  kind: string
  actors: { id: string }[]
  other_count: number
  object_id: string
  post_id: string | null
  comment_id: string | null
  is_seen: boolean
  is_read: boolean
  cursor: string
}

/** Compares all pages of the list, and the number of the badge, with the model. */
async function compare(viewer: Person, model: NotificationModel, size: number): Promise<void> {
  if (!model.isThere(viewer.id)) return
  const rows: Row[] = []
  for (let after: string | null = null; ; ) {
    // The driver does not parse arrays of a composite type, but it parses JSON.
    const listed = await viewer.sql`select to_jsonb(listed) as row
      from social.notifications(${after}, ${size}) as listed`
    const page: Row[] = listed.map(({ row }) => row)
    rows.push(...page)
    if (page.length < size) break
    after = page.at(-1)?.cursor ?? null
  }
  const actual = rows.map((row) => ({
    ...{ kind: row.kind, actors: row.actors.map(({ id }) => id), otherCount: row.other_count },
    ...{ object: row.object_id, post: row.post_id, comment: row.comment_id },
    ...{ isSeen: row.is_seen, isRead: row.is_read },
  }))
  expect(actual).toEqual(model.listed(viewer.id))
  const [count] = await viewer.call<{ unseen_count: number }>('unseen_count')
  expect(count?.unseen_count).toBe(model.unseen(viewer.id))
  compared.lists++
  compared.rows += rows.length
}

/** Compares the list with pages of every size, and the lists of bells and of muted posts. */
async function compareAll(viewer: Person, model: NotificationModel): Promise<void> {
  if (!model.isThere(viewer.id)) return
  for (const size of [1, 2, 3, 4, 5, 100]) await compare(viewer, model, size)
  const ids = async (fn: string) =>
    (await viewer.call<{ id: string }>(fn, { page_size: 100 })).map(({ id }) => id).sort()
  const own = (set: Set<string>) =>
    [...set].filter((pair) => pair.startsWith(viewer.id)).map((pair) => pair.split('>')[1] ?? '')
  expect(await ids('bells')).toEqual(
    own(model.bells)
      .filter((author) => model.seesPerson(viewer.id, author))
      .sort(),
  )
  const seen = model.posts.filter((post) => model.seesPost(viewer.id, post)).map(({ key }) => key)
  expect(await ids('muted_posts')).toEqual(
    own(model.mutedPosts)
      .filter((post) => seen.includes(post))
      .sort(),
  )
}

/** Makes every account active that is not erased. */
async function returnAll(people: Person[], model: NotificationModel): Promise<void> {
  await world.sql`update social_private.accounts set suspended_at = null, unconfirmed_at = null`
  for (const who of people.filter(({ id }) => model.has(id))) {
    const turn = { world, model, who, whom: who, what: 0, visibility: 'public', named: [] } as const
    Object.assign(model.account(who.id), { isSuspended: false, isUnconfirmed: false })
    if (model.deleted.has(who.id)) await plays.undelete?.({ ...turn, named: [] })
    if (!model.isThere(who.id)) await plays.reactivate?.({ ...turn, named: [] })
  }
}
