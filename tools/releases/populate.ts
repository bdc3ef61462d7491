import { openWorld, type Person, say, type World } from '../../tests/support/world.ts'

/** The password of all people in the dump of a release. */
const PASSWORD = 'demo-password'

const NAMES = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'hal'] as const

type Cast = Record<(typeof NAMES)[number], Person>

/**
 * Fills a new installation by calls of its own functions, so that nearly every table has rows. All
 * people can sign in with the same password.
 */
export async function populate(databaseUrl: string): Promise<void> {
  const world = openWorld(databaseUrl)
  try {
    const people = Object.fromEntries(
      await Promise.all(NAMES.map(async (name) => [name, await world.person(name)] as const)),
    ) as Cast
    await letSignIn(world)
    await befriend(people)
    const posts = await publish(world, people)
    await talk(people, posts)
    await separate(people)
    await moderate(world, people, posts)
    await leave(world, people)
    await world.work()
  } finally {
    await world.close()
  }
}

/** Gives everybody a password, and an identity as Auth writes it when a person signs up. */
async function letSignIn({ sql }: World): Promise<void> {
  await sql.unsafe(`
    create extension if not exists pgcrypto with schema extensions;
    update auth.users set
      email_confirmed_at = now(),
      encrypted_password = extensions.crypt('${PASSWORD}', extensions.gen_salt('bf', 4));
    insert into auth.identities
      (provider, provider_id, user_id, identity_data, last_sign_in_at, created_at, updated_at)
    select 'email', id, id, jsonb_build_object('sub', id, 'email', email), now(), now(), now()
    from auth.users`)
}

/** The username that `person` of the world chooses. */
function usernameOf({ name, id }: Person): string {
  return `${name}.${id.slice(0, 8)}`
}

async function befriend({ ann, bob, cat, dan, eve, ...others }: Cast): Promise<void> {
  await cat.call('update_profile', { is_private: true, bio: 'Bridges and rivers' })
  for (const person of [bob, cat, dan, eve, ...Object.values(others)]) {
    await person.call('follow_profile', { profile_id: ann.id })
    await ann.call('follow_profile', { profile_id: person.id })
  }
  await dan.call('follow_profile', { profile_id: cat.id }) // stays a request
  await cat.call('accept_follow', { follower_id: ann.id })
  await ann.call('add_close_friend', { profile_id: bob.id })
}

async function publish(world: World, { ann, bob, cat, dan }: Cast): Promise<string[]> {
  const posts: string[] = []
  for (const author of [ann, bob, cat, dan]) {
    for (const visibility of ['public', 'followers', 'close_friends', 'only_me']) {
      posts.push(await world.post(author, visibility))
    }
  }
  const [first, second, third, fourth] = posts
  const caption = `It's "quoted" #bridges\n\\ with @${usernameOf(bob)}`
  await ann.call('update_post', { post_id: first, caption })
  await ann.call('update_post', { post_id: first, caption: `${caption} #Ünï` })
  await ann.call('pin_post', { post_id: second })
  await ann.call('archive_post', { post_id: third })
  await ann.call('delete_post', { post_id: fourth })
  await world.upload(bob) // attached to no post
  await world.sql`select social_private.queue_file_deletion('social-media', 'an/unused/file.jpg')`
  return posts
}

async function talk({ ann, bob, dan, eve }: Cast, posts: string[]): Promise<void> {
  const [ofAnn = '', , , , ofBob = ''] = posts
  for (const person of [ann, bob, dan, eve]) {
    for (const post_id of [ofAnn, ofBob]) {
      await person.call('like_post', { post_id })
      await person.call('save_post', { post_id })
      const comment_id = await say(person, post_id)
      await ann.call('like_comment', { comment_id })
    }
  }
  const above = await say(bob, ofAnn)
  await say(dan, ofAnn, await say(eve, ofAnn, above))
  await bob.call('update_comment', { comment_id: above, body: 'Changed' })
  await bob.call('delete_comment', { comment_id: above }) // leaves a tombstone
  const mention = { post_id: ofBob, body: `Look, @${usernameOf(ann)}` }
  await bob.call('add_comment', mention)
  await ann.call('hide_comment', { comment_id: await say(dan, ofAnn) })
  await ann.call('pin_comment', { comment_id: await say(ann, ofAnn) })
  await eve.call('unlike_post', { post_id: ofBob })
  await ann.call('home_feed')
}

async function separate({ ann, dan, eve }: Cast): Promise<void> {
  await dan.call('block_profile', { profile_id: eve.id })
  await ann.call('mute_profile', { profile_id: dan.id })
  await eve.call('unfollow_profile', { profile_id: ann.id })
  await eve.call('change_username', { username: `eve.new.${eve.id.slice(0, 4)}` })
}

async function moderate(world: World, { bob, dan, eve, hal }: Cast, posts: string[]) {
  await world.sql`insert into social_private.staff (profile_id, role)
    values (${hal.id}, 'administrator')`
  const [report] = await eve.call('report_post', { post_id: posts[4], reason: 'spam', note: 'Ads' })
  await bob.call('report_profile', { profile_id: dan.id, reason: 'other' })
  const reason = 'Spam is against the rules'
  await hal.call('moderate_post', { post_id: posts[4], action: 'hide', reason })
  const decision = { decision: 'action_taken', reason }
  await hal.call('resolve_report', { report_id: report?.id, ...decision })
  const [sanction] = await bob.call('my_sanctions')
  await bob.call('appeal_sanction', { sanction_id: sanction?.id, reason: 'It was a joke' })
}

async function leave(world: World, { ann, fay, gus }: Cast): Promise<void> {
  await ann.call('request_export')
  await fay.call('deactivate_profile')
  await gus.call('delete_profile')
  await world.sql`update social_private.config set rate_limit_factor = 1000000`
}
