import {
  type Answer,
  type Ask,
  type Attacker,
  type AttackStack,
  call,
  register,
} from './attack-stack.ts'
import { publish } from './targets.ts'

/** Rows of social_private.rate_limits. */
export type Limits = { action: string; minutely?: number; hourly?: number; daily?: number }[]

/** Calls that one attacker repeats in turn. One of the answers must have status 429. */
interface Repetition {
  name: string
  /** The number of calls after which the attack has succeeded. */
  times: number
  asks: Ask[]
}

/** Reads the limits of the installation, before the tests remove them. */
export async function defaultLimits({ sql }: AttackStack): Promise<Limits> {
  return [...(await sql<Limits>`select * from social_private.rate_limits order by action`)]
}

/**
 * Repeats calls with the default limits: calls that fail, calls without a login, and both
 * directions of every pair. Returns the number of attacks and a line for each attack that met no
 * limit.
 */
export async function hammer(stack: AttackStack, limits: Limits) {
  const ivan = await register(stack, 'ivan')
  const vera = await register(stack, 'vera')
  const olaf = await register(stack, 'olaf', false)
  const own = await ownContent(stack, ivan, vera)
  const attacks = [
    ...refusedNames(stack, ivan, olaf),
    ...anonymousChecks(stack, olaf),
    ...pairs(ivan, own),
    ...ofNotifications(ivan, own),
  ]
  await setLimits(stack, limits)
  const endless: string[] = []
  for (const attack of attacks) {
    await stack.sql`truncate social_private.rate_buckets`
    if (!(await meetsLimit(stack, attack))) endless.push(`${attack.name}: ${attack.times} calls`)
  }
  endless.push(...(await rejections(stack, ivan)))
  await stack.sql`update social_private.rate_limits
    set minutely = null, hourly = null, daily = null`
  return { attacks: attacks.length + REJECTIONS.length, endless }
}

async function setLimits({ sql }: AttackStack, limits: Limits): Promise<void> {
  for (const { action, ...sizes } of limits) {
    await sql`update social_private.rate_limits set ${sql(sizes)} where action = ${action}`
    // It would take long to reach a limit of thousands of calls.
    await sql`update social_private.rate_limits set hourly = 600
      where action = ${action} and action = 'notification'`
  }
}

async function meetsLimit(stack: AttackStack, { asks, times }: Repetition): Promise<boolean> {
  for (let made = 0; made < times; made++) {
    const answer = await stack.ask(asks[made % asks.length] as Ask)
    if (answer.status === 429) return isRateLimited(answer)
  }
  return false
}

/** A refusal names its code and says when to try again, in its hint and in its header. */
function isRateLimited({ text, headers }: Answer): boolean {
  const { code, message, details, hint } = JSON.parse(text)
  const seconds = /^Try again in ([1-9]\d*) seconds\.$/.exec(hint)?.[1]
  const isComplete = details === 'Too many requests.' && headers.get('retry-after') === seconds
  return code === 'PT429' && message === 'rate_limited' && isComplete && seconds !== undefined
}

function rpc(as: Attacker | undefined, name: string, body: object, headers = {}): Ask {
  return { as, method: 'POST', path: `/rest/v1/rpc/${name}`, body, headers }
}

/** Names that are taken, reserved or invalid, and values that are refused for another reason. */
function refusedNames({ people }: AttackStack, ivan: Attacker, olaf: Attacker): Repetition[] {
  const taken = people.otto?.email.split('@')[0]?.replace('.', '_')
  const values: [string, object][] = [
    ['a taken name', { username: taken }],
    ['a reserved name', { username: 'admin' }],
    ['an invalid name', { username: 'a b' }],
    ['no name', { username: null }],
  ]
  const longName = { username: 'free_name_of_olaf', display_name: 'x'.repeat(51) }
  return [
    ...values.map(([what, body]) => repeat(`change_username to ${what}`, ivan, body)),
    ...values.map(([what, body]) => repeat(`create_profile with ${what}`, olaf, body)),
    repeat('create_profile with a long display name', olaf, longName),
    repeat('create_profile by a person with a profile', ivan, { username: taken }),
  ]
}

function repeat(name: string, as: Attacker, body: object): Repetition {
  return { name, times: 40, asks: [rpc(as, name.split(' ')[0] as string, body)] }
}

function anonymousChecks({ people }: AttackStack, olaf: Attacker): Repetition[] {
  const username = people.otto?.email.split('@')[0]?.replace('.', '_')
  const check = (as?: Attacker, headers = {}) => rpc(as, 'check_username', { username }, headers)
  const signUp = (as?: Attacker) => rpc(as, 'check_sign_up', { email: 'a@example.com', username })
  const ended = { ...(people.olga as Attacker) }
  const forged = ['x-forwarded-for', 'cf-connecting-ip', 'x-real-ip', 'forwarded'].map(
    (header): Repetition => ({
      ...{ name: `check_username without a login and with a new ${header} each time`, times: 100 },
      asks: [...Array(100).keys()].map((at) => check(undefined, { [header]: `192.0.2.${at}` })),
    }),
  )
  return [
    { name: 'check_username without a login', times: 100, asks: [check()] },
    { name: 'check_sign_up without a login', times: 100, asks: [signUp()] },
    { name: 'both checks in turn without a login', times: 100, asks: [check(), signUp()] },
    { name: 'check_username with an ended session', times: 100, asks: [check(ended)] },
    { name: 'check_username by a login without a profile', times: 40, asks: [check(olaf)] },
    { name: 'check_sign_up by a login without a profile', times: 40, asks: [signUp(olaf)] },
    ...forged,
  ]
}

/** Posts and comments that Ivan may pin, hide and delete, and a person who follows him. */
async function ownContent(stack: AttackStack, ivan: Attacker, vera: Attacker) {
  stack.people.ivan = ivan
  await publish(stack, 'ivan', "ivan's post", 'public')
  const post_id = stack.ids["ivan's post"] as string
  const comment = await call(stack, vera, 'add_comment', { post_id, body: 'by vera' })
  await call(stack, vera, 'follow_profile', { profile_id: ivan.id })
  const [row] = await call(stack, ivan, 'notifications', {})
  const others = { profile_id: vera.id, follower_id: vera.id }
  return { post_id, comment_id: comment.id, ...others, up_to: row.cursor }
}

/** Both directions of a pair, and the argument that both take. */
const PAIRS: [doing: string, undoing: string, argument: string][] = [
  ['like_post', 'unlike_post', 'post_id'],
  ['save_post', 'unsave_post', 'post_id'],
  ['like_comment', 'unlike_comment', 'comment_id'],
  ['follow_profile', 'unfollow_profile', 'profile_id'],
  ['mute_profile', 'unmute_profile', 'profile_id'],
  ['add_close_friend', 'remove_close_friend', 'profile_id'],
  ['pin_post', 'unpin_post', 'post_id'],
  ['archive_post', 'unarchive_post', 'post_id'],
  ['pin_comment', 'unpin_comment', 'comment_id'],
  ['hide_comment', 'unhide_comment', 'comment_id'],
  ['ring_bell', 'unring_bell', 'profile_id'],
  ['mute_post_notifications', 'unmute_post_notifications', 'post_id'],
  ['accept_follow', 'remove_follower', 'follower_id'],
  ['accept_follow', 'reject_follow', 'follower_id'],
  ['delete_post', 'restore_post', 'post_id'],
  ['deactivate_profile', 'reactivate_profile', ''],
  ['restore_profile', 'restore_profile', ''],
  ['block_profile', 'unblock_profile', 'profile_id'],
]

function pairs(ivan: Attacker, own: Record<string, string>): Repetition[] {
  return PAIRS.flatMap(([doing, undoing, argument]) => {
    const body = argument ? { [argument]: own[argument] } : {}
    const asks = [rpc(ivan, doing, body), rpc(ivan, undoing, body)]
    return [
      { name: `${doing} and ${undoing} in turn`, times: 200, asks },
      { name: `${undoing} again and again`, times: 200, asks: asks.slice(1) },
    ]
  })
}

/** Commands on notifications that have no opposite. */
function ofNotifications(ivan: Attacker, own: Record<string, string>): Repetition[] {
  const calls: Record<string, object> = {
    mark_notifications_read: { ids: [] },
    mark_notifications_seen: { up_to: own.up_to },
    set_notification_preference: { kind: 'post_like', from_whom: 'everybody' },
    watch_notifications: {},
    watch_post: { post_id: own.post_id },
  }
  return Object.entries(calls).map(([name, body]) => ({
    ...{ name: `${name} again and again`, times: 200, asks: [rpc(ivan, name, body)] },
  }))
}

const REJECTIONS = ['reject_follow', 'remove_follower']

/** Requests to follow a private account again, after its owner rejected or removed the person. */
async function rejections(stack: AttackStack, ivan: Attacker): Promise<string[]> {
  const endless: string[] = []
  for (const verb of REJECTIONS) {
    const boris = await register(stack, `boris_${verb.slice(0, 3)}`)
    const follow = rpc(boris, 'follow_profile', { profile_id: ivan.id })
    await call(stack, ivan, 'update_profile', { is_private: verb === 'reject_follow' })
    await stack.ask(follow)
    await call(stack, ivan, verb, { follower_id: boris.id })
    const again = await stack.ask(follow)
    if (again.status !== 429 || !isRateLimited(again)) {
      endless.push(`follow_profile after ${verb}: ${again.status} ${again.text}`)
    }
  }
  return endless
}
