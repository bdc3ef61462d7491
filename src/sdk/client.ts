import { read } from './call.ts'
import { Auth } from './resources/auth.ts'
import { Blocks } from './resources/blocks.ts'
import { CloseFriends } from './resources/close-friends.ts'
import { Comments } from './resources/comments.ts'
import { Exports } from './resources/exports.ts'
import { Feed } from './resources/feed.ts'
import { Follows } from './resources/follows.ts'
import { Media } from './resources/media.ts'
import { Moderation } from './resources/moderation.ts'
import { Mutes } from './resources/mutes.ts'
import { Posts } from './resources/posts.ts'
import { Profiles } from './resources/profiles.ts'
import { Reports } from './resources/reports.ts'
import { Staff } from './resources/staff.ts'
import type { Result } from './result.ts'
import type { Client, SupabaseLike } from './supabase.ts'
import type { Limits } from './types.ts'

/** The social layer of a project, seen through one client and the person signed in on it. */
export interface Social {
  /** Sign up and in and out, passwords. */
  readonly auth: Auth
  /** People: your own profile, and everybody's. */
  readonly profiles: Profiles
  /** Who follows whom. */
  readonly follows: Follows
  /** People you block: neither finds the other. */
  readonly blocks: Blocks
  /** People whose posts you keep out of your home feed. */
  readonly mutes: Mutes
  /** The people who see your posts for close friends. */
  readonly closeFriends: CloseFriends
  /** One post: publish, change, archive, pin, like, save. */
  readonly posts: Posts
  /** What is said under a post. */
  readonly comments: Comments
  /** Lists of posts: home, a person's, saved, archived. */
  readonly feed: Feed
  /** Files: upload them and get addresses for them. */
  readonly media: Media
  /** What you posted, wrote and chose, to take along. */
  readonly exports: Exports
  /** Tell staff about something; read and appeal what staff did to you. */
  readonly reports: Reports
  /** What staff do: reports, sanctions, appeals. */
  readonly moderation: Moderation
  /** Who moderates. */
  readonly staff: Staff
  /**
   * The limits of this installation. Lengths count characters, `image_bytes` bytes.
   * @example
   * const { data: limits } = await social.limits()
   * console.log(limits?.caption_length)
   */
  limits(): Promise<Result<Limits>>
}

/**
 * Wraps the app's own supabase-js client. Throws a `TypeError` when it is given something else;
 * nothing else here throws, except loops over lists.
 * @example
 * import { createClient } from '@supabase/supabase-js'
 * import { createSocial } from 'supabase-social'
 *
 * const social = createSocial(createClient('https://example.supabase.co', 'sb_publishable_…'))
 * const { data, error } = await social.feed.home()
 */
export function createSocial(supabase: SupabaseLike): Social {
  const isClient = typeof supabase?.schema === 'function' && typeof supabase.storage === 'object'
  if (!isClient) {
    throw new TypeError(
      'createSocial needs the client that createClient of @supabase/supabase-js returns: ' +
        'createSocial(createClient(url, publishableKey)).',
    )
  }
  const db = supabase as unknown as Client
  return {
    auth: new Auth(db),
    profiles: new Profiles(db),
    follows: new Follows(db),
    blocks: new Blocks(db),
    mutes: new Mutes(db),
    closeFriends: new CloseFriends(db),
    posts: new Posts(db),
    comments: new Comments(db),
    feed: new Feed(db),
    media: new Media(db),
    exports: new Exports(db),
    reports: new Reports(db),
    moderation: new Moderation(db),
    staff: new Staff(db),
    limits: () => read(db, 'limits', {}),
  }
}
