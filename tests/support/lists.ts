import type { Social } from '../../src/sdk/client.ts'
import type { Verb } from './verbs.ts'

/** What pages, and so takes a cursor and a size. */
export const lists: Record<
  string,
  (social: Social, id: string, options: { after?: string; pageSize?: number }) => ReturnType<Verb>
> = {
  'profiles.list': ({ profiles }, _, options) => profiles.list(options),
  'profiles.search': ({ profiles }, _, options) => profiles.search('a', options),
  'follows.followers': ({ follows }, id, options) => follows.followers(id, options),
  'follows.following': ({ follows }, id, options) => follows.following(id, options),
  'follows.requests': ({ follows }, _, options) => follows.requests(options),
  'blocks.list': ({ blocks }, _, options) => blocks.list(options),
  'mutes.list': ({ mutes }, _, options) => mutes.list(options),
  'closeFriends.list': ({ closeFriends }, _, options) => closeFriends.list(options),
  'feed.home': ({ feed }, _, options) => feed.home(options),
  'feed.profile': ({ feed }, id, options) => feed.profile(id, options),
  'feed.saved': ({ feed }, _, options) => feed.saved(options),
  'feed.archived': ({ feed }, _, options) => feed.archived(options),
  'feed.deleted': ({ feed }, _, options) => feed.deleted(options),
  'comments.deleted': ({ comments }, _, options) => comments.deleted(options),
  'exports.list': ({ exports }, _, options) => exports.list(options),
  'reports.mine': ({ reports }, _, options) => reports.mine(options),
  'reports.sanctions': ({ reports }, _, options) => reports.sanctions(options),
}
