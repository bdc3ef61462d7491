import { randomUUID } from 'node:crypto'
import { insertSessions } from '../../src/cli/logins.ts'
import { type Person, sameLogin, say, type World } from './world.ts'

/** The answers that a client may get while accounts, posts and sessions come and go. */
export const refused =
  /^(ok|[a-z_]+_not_found|not_signed_in|profile_missing|account_(suspended|deactivated)|[a-z]+_invalid|comments_closed|cannot_follow_self)$/

interface Cast {
  world: World
  /** Each person twice: on a phone and on a computer. */
  people: [Person, Person][]
  posts: string[]
  comments: string[]
}

/**
 * People act, read, leave and are suspended in a random order for some seconds, each on two
 * devices. Returns all answers, and the likes without a notification.
 */
export async function life(world: World, seconds: number) {
  const cast = await assemble(world)
  const until = Date.now() + seconds * 1000
  const answers: string[] = []
  await Promise.all(
    cast.people.flatMap((devices) =>
      devices.map(async (person) => {
        while (Date.now() < until) answers.push(await pick(actions)(person, cast))
      }),
    ),
  )
  const undecided = await world.sql`
    select likes.user_id, likes.post_id
    from social.likes join social.posts on posts.id = likes.post_id
    where likes.post_id = any (${cast.posts}) and likes.user_id <> posts.author_id
      and not exists (
        select from social_private.notifications
        join social_private.notification_groups as groups on groups.id = notifications.group_id
        where groups.recipient_id = posts.author_id and groups.kind = 'post_like'
          and notifications.actor_id = likes.user_id and notifications.object_id = likes.post_id
      )`
  return { answers, undecided: [...undecided] }
}

async function assemble(world: World): Promise<Cast> {
  const people = await Promise.all(
    Array.from({ length: 6 }, async (_, n): Promise<[Person, Person]> => {
      const phone = await world.person(`p${n}`)
      return [phone, await sameLogin(world, phone)]
    }),
  )
  const posts = await Promise.all(people.map(([person]) => world.post(person)))
  const comments = await Promise.all(
    people.map(([person], n) => say(person, posts[(n + 1) % posts.length] ?? '')),
  )
  return { world, people, posts, comments }
}

type Action = (person: Person, cast: Cast) => Promise<string>

const act: Action[] = [
  (person, { posts }) => person.attempt('like_post', { post_id: pick(posts) }),
  (person, { posts }) => person.attempt('unlike_post', { post_id: pick(posts) }),
  (person, { comments }) => person.attempt('like_comment', { comment_id: pick(comments) }),
  (person, { people }) => person.attempt('follow_profile', { profile_id: pick(people)[0].id }),
  (person, { people }) => person.attempt('unfollow_profile', { profile_id: pick(people)[0].id }),
  (person, { posts }) =>
    person.attempt('add_comment', { post_id: pick(posts), body: `Look, ${randomUUID()}` }),
]

const read: Action[] = [
  (person) => person.attempt('notifications'),
  (person) => person.attempt('unseen_count'),
  (person) => person.attempt('watch_notifications'),
  (person, { posts }) => person.attempt('watch_post', { post_id: pick(posts) }),
  async (person) => {
    const [row] = await list(person)
    return row ? person.attempt('mark_notifications_seen', { up_to: row.cursor }) : 'ok'
  },
  async (person) => {
    const ids = (await list(person)).map(({ id }) => id)
    return person.attempt('mark_notifications_read', { ids: ids.sort(() => Math.random() - 0.5) })
  },
]

const leave: Action[] = [
  async (person, { world }) => {
    await world.sql`update social_private.accounts set suspended_at = now()
      where profile_id = ${person.id}`
    await world.sql`update social_private.accounts set suspended_at = null
      where profile_id = ${person.id}`
    return 'ok'
  },
  async (person, { world }) => {
    await world.sql`delete from auth.sessions where id = ${person.session}`
    await insertSessions(world.sql, [{ id: person.session, user_id: person.id }])
    return 'ok'
  },
  async (person) => {
    await person.attempt('deactivate_profile')
    return person.attempt('reactivate_profile')
  },
]

const actions = [...act, ...act, ...act, ...read, ...read, ...leave]

async function list(person: Person): Promise<{ id: string; cursor: string }[]> {
  return person.call<{ id: string; cursor: string }>('notifications').catch(() => [])
}

function pick<Item>(items: Item[]): Item {
  return items[Math.floor(Math.random() * items.length)] as Item
}
