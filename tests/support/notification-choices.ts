import { plays as commands } from './history.ts'
import type { NotificationModel } from './notification-model.ts'
import type { Source } from './notification-rows.ts'
import type { Play } from './notification-turn.ts'
import type { Person } from './world.ts'

const KINDS = [
  ...['post_like', 'comment_like', 'comment', 'reply', 'post_mention', 'comment_mention'],
  ...['follow', 'follow_request', 'request_accepted', 'new_post'],
]
/** The words that texts contain and people mute. */
export const WORDS = ['tea', 'rain']
const SOURCES: Source[] = ['everybody', 'everybody', 'following', 'nobody']
/** Minutes that pass in one step: up to more than 90 days. */
const TIMES = [2, 2, 45, 45, 8 * 60, 8 * 60, 24 * 60, 24 * 60, 25 * 60, 80 * 24 * 60]

async function mark(
  who: Person,
  verb: string,
  args: Record<string, unknown>,
  model: NotificationModel,
): Promise<[string, string]> {
  const [row] = await who.call<Record<string, number>>(verb, args)
  return [`${row?.[verb]} unseen`, `${model.unseen(who.id)} unseen`]
}

/** The steps in which people choose what they are told, and mark what they have seen. */
export const choices: Record<string, Play> = {
  mute: async ({ who, whom, model, what }) => {
    const minutes = [null, 30, 30 * 60][what % 3] ?? null
    const pair = `${who.id}>${whom.id}`
    const expected = model.relate(model.mutes, who.id, whom.id, 'cannot_mute_self')
    const end = minutes && new Date(Date.now() + minutes * 60_000).toISOString()
    const actual = await who.attempt('mute_profile', { profile_id: whom.id, expires_at: end })
    if (expected === 'ok') model.muteEnds.delete(pair)
    if (expected === 'ok' && minutes) model.muteEnds.set(pair, model.minute + minutes)
    return [actual, expected]
  },
  unmute: async (turn) => {
    turn.model.muteEnds.delete(`${turn.who.id}>${turn.whom.id}`)
    return (commands.unmute as Play)(turn)
  },
  muteWord: async ({ who, model, what }) => {
    const minutes = [null, 30, 30 * 60][what % 3] ?? null
    const word = WORDS[what % WORDS.length] as string
    const end = minutes && new Date(Date.now() + minutes * 60_000).toISOString()
    model.words.set(`${who.id}>${word}`, minutes ? model.minute + minutes : Infinity)
    return [await who.attempt('mute_word', { word: word.toUpperCase(), expires_at: end }), 'ok']
  },
  unmuteWord: async ({ who, model, what }) => {
    const word = WORDS[what % WORDS.length] as string
    model.words.delete(`${who.id}>${word}`)
    return [await who.attempt('unmute_word', { word }), 'ok']
  },
  bell: async ({ who, whom, model }) => [
    await who.attempt('ring_bell', { profile_id: whom.id }),
    model.relate(model.bells, who.id, whom.id, 'cannot_ring_self'),
  ],
  unbell: async ({ who, whom, model }) => {
    model.bells.delete(`${who.id}>${whom.id}`)
    return [await who.attempt('unring_bell', { profile_id: whom.id }), 'ok']
  },
  work: async ({ world, model }) => {
    await world.work()
    model.work()
    return ['ok', 'ok']
  },
  mutePost: async ({ who, model, post }) => {
    const isSeen = post !== undefined && model.seesPost(who.id, post)
    if (isSeen) model.mutedPosts.add(`${who.id}>${post.key}`)
    const args = { post_id: post?.key ?? who.id }
    return [await who.attempt('mute_post_notifications', args), isSeen ? 'ok' : 'post_not_found']
  },
  unmutePost: async ({ who, model, post }) => {
    const args = { post_id: post?.key ?? who.id }
    model.mutedPosts.delete(`${who.id}>${args.post_id}`)
    return [await who.attempt('unmute_post_notifications', args), 'ok']
  },
  prefer: async ({ who, model, what }) => {
    const kind = KINDS[what % KINDS.length] as string
    const from_whom = SOURCES[what % SOURCES.length] as Source
    model.preferences.set(`${who.id} ${kind}`, from_whom)
    return [await who.attempt('set_notification_preference', { kind, from_whom }), 'ok']
  },
  pass: async ({ world, model, what }) => {
    const minutes = TIMES[what % TIMES.length] as number
    await world.sql`select pg_temp.pass(${minutes})`
    model.pass(minutes)
    return ['ok', 'ok']
  },
  see: async ({ who, model, what }) => {
    const rows = await who.call<{ cursor: string }>('notifications', { page_size: 100 })
    const place = what % 3 ? 0 : what % Math.max(rows.length, 1)
    if (!rows[place]) return ['ok', 'ok']
    model.see(who.id, place)
    return mark(who, 'mark_notifications_seen', { up_to: rows[place].cursor }, model)
  },
  read: async ({ who, model, what }) => {
    const rows = await who.call<{ id: string }>('notifications', { page_size: 100 })
    const place = what % Math.max(rows.length, 1)
    if (!rows[place]) return ['ok', 'ok']
    model.read(who.id, place)
    return mark(who, 'mark_notifications_read', { ids: [rows[place].id] }, model)
  },
}
