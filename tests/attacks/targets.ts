import { randomUUID } from 'node:crypto'
import { type Attacker, type AttackStack, call, register } from './attack-stack.ts'

/** A JPEG of one grey pixel. */
export const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////' +
    '////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
)

const NAMES = [
  ...['otto', 'luna', 'fred', 'mallory', 'xaver', 'susi', 'dora', 'nico', 'bert', 'olga', 'gone'],
]

/**
 * Creates the people and their content. Otto's account is public and Luna's account is private.
 * Fred follows Otto and Luna. Mallory is the attacker. Otto blocks Xaver. Susi is suspended, Dora
 * is deactivated, the e-mail address of Nico is not confirmed, Bert is banned, Olga is signed out, and
 * Gone's account is deleted. The tokens of these people have not expired. Nina has no profile, and
 * Anna is an anonymous user.
 */
export async function createTargets(stack: AttackStack): Promise<void> {
  const { people, ids, sql } = stack
  // Remove the rate limits, so that only the checks under test can refuse an attack.
  await sql`update social_private.rate_limits set hourly = null, daily = null`
  for (const name of NAMES) people[name] = await register(stack, name)
  people.nina = await register(stack, 'nina', false)
  people.anna = await register(stack, 'anna', false)
  const person = (name: string) => people[name] as Attacker
  for (const [name, { id }] of Object.entries(people)) ids[name] = id
  const does = (name: string, verb: string, body: object) => call(stack, person(name), verb, body)

  for (const whom of ['otto', 'luna']) {
    await does('fred', 'follow_profile', { profile_id: ids[whom] })
  }
  await does('luna', 'update_profile', { is_private: true })
  await does('susi', 'update_profile', { bio: 'secret of susi' })
  await publish(stack, 'otto', "otto's post", 'public')
  for (const name of ['xaver', 'susi', 'dora', 'nico', 'mallory', 'gone', 'fred']) {
    const comment = await does(name, 'add_comment', {
      post_id: ids["otto's post"],
      body: `${name}`,
    })
    ids[`${name}'s comment`] = comment.id
    // Xaver does not like the post. The attack unlike_post would remove his like, and the test
    // would report the removed row.
    if (name !== 'xaver') await does(name, 'like_post', { post_id: ids["otto's post"] })
  }
  await publish(stack, 'otto', "otto's followers post", 'followers')
  await publish(stack, 'otto', "otto's friends post", 'close_friends')
  await publish(stack, 'otto', "otto's own post", 'only_me')
  await publish(stack, 'otto', "otto's archived post", 'public')
  for (const name of ['otto', 'luna', 'susi', 'dora', 'gone']) await portray(stack, name)
  await does('otto', 'archive_post', { post_id: ids["otto's archived post"] })
  await publish(stack, 'otto', "otto's deleted post", 'public')
  for (const name of ['luna', 'susi', 'dora', 'nico', 'gone', 'mallory']) {
    await publish(stack, name, `${name}'s post`, 'public')
  }
  const secret = { post_id: ids["luna's post"], body: 'secret comment' }
  ids["luna's comment"] = (await does('fred', 'add_comment', secret)).id
  await does('otto', 'hide_comment', { comment_id: ids["fred's comment"] })
  await does('otto', 'delete_post', { post_id: ids["otto's deleted post"] })
  await does('otto', 'block_profile', { profile_id: ids.xaver })

  await does('gone', 'delete_profile', {})
  await sql`update social_private.erasures set erases_at = now()`
  for (let isDone = false; !isDone; ) {
    const [work] = await sql`select is_done from social_private.run_maintenance(1000)`
    isDone = work?.is_done
  }
  await sql`update auth.users set banned_until = now() + interval '1 day' where id = ${ids.bert ?? ''}`
  await sql`delete from auth.sessions where user_id = ${ids.olga ?? ''}`
  await sql`update social_private.accounts set suspended_at = now() where profile_id = ${ids.susi ?? ''}`
  await does('dora', 'deactivate_profile', {})
  await sql`update auth.users set email_confirmed_at = null where id = ${ids.nico ?? ''}`
  await sql`update auth.users set is_anonymous = true where id = ${ids.anna ?? ''}`
  await sql`analyze`
}

/** Publishes a post with one photograph. */
async function publish(
  stack: AttackStack,
  by: string,
  name: string,
  visibility: string,
): Promise<void> {
  const author = stack.people[by] as Attacker
  const id = randomUUID()
  const path = `${author.id}/${id}/display.jpg`
  await putFile(stack, 'social-media', path)
  await stack.sql`insert into social_private.uploads
    (id, owner_id, purpose, source_path, path, mime_type, width, height)
    values (${id}, ${author.id}, 'post', ${path}, ${path}, 'image/jpeg', 4, 3)`
  const media = [{ id, alt_text: null }]
  const open: Record<string, string> = { "otto's post": 'open to all', "mallory's post": 'mine' }
  const caption = open[name] ?? `secret of ${name}`
  const post = await call(stack, author, 'create_post', { caption, media, visibility })
  stack.ids[name] = post.id
  stack.files[name] = path
}

/** Gives a person a profile picture. */
async function portray(stack: AttackStack, name: string): Promise<void> {
  const owner = stack.people[name] as Attacker
  const id = randomUUID()
  const path = `${owner.id}/${id}.jpg`
  await putFile(stack, 'social-avatars', path)
  await stack.sql`insert into social_private.uploads
    (id, owner_id, purpose, source_path, path, mime_type, width, height)
    values (${id}, ${owner.id}, 'avatar', ${path}, ${path}, 'image/jpeg', 4, 4)`
  await call(stack, owner, 'update_profile', { avatar_id: id })
  stack.files[`${name}'s avatar`] = path
}

/** Stores a picture with the secret key. */
export async function putFile(stack: AttackStack, bucket: string, path: string): Promise<void> {
  const upload = await stack.ask({
    ...{ method: 'POST', path: `/storage/v1/object/${bucket}/${path}`, body: JPEG },
    headers: {
      'content-type': 'image/jpeg',
      apikey: stack.secretKey,
      authorization: `Bearer ${stack.secretKey}`,
    },
  })
  if (upload.status !== 200) throw new Error(`upload: ${upload.status} ${upload.text}`)
}

/** Returns texts that must not occur in any answer to the named person. */
export function secretsOf({ people, ids }: AttackStack, name: string): string[] {
  const hidden = ['secret comment', ids["luna's comment"] ?? '']
  const addresses = Object.values(people)
    .filter((person) => person.name !== name)
    .map(({ email }) => email)
  const gone = ['susi', 'dora', 'nico', 'gone'].filter((person) => person !== name)
  const inactive = gone.flatMap((person) => [`${person}_`, `secret of ${person}`])
  const blocked = name === 'xaver' ? ['open to all', 'otto_'] : []
  return [...hidden, ...addresses, ...inactive, ...blocked, 'secret of otto', 'secret of luna']
}
