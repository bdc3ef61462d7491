import { z } from 'zod'

/*
 * The schemas of the documents of an export. `docs/export.schema.json` is generated from these
 * schemas. A change that breaks programs needs a new version.
 */

const time = z.iso.datetime({ offset: true })
const id = z.guid()
const person = z.strictObject({ id, username: z.string() })
const listVisibility = z.enum(['public', 'followers', 'only_me'])
const notificationSource = z.enum(['everybody', 'following', 'nobody'])

const post = z.strictObject({
  id,
  caption: z.string().nullable(),
  visibility: z.enum(['public', 'followers', 'close_friends', 'only_me']),
  is_sensitive: z.boolean(),
  sensitive_note: z.string().nullable(),
  comment_policy: z.enum(['everyone', 'followers', 'following', 'mutuals', 'nobody']),
  hashtags: z.array(z.string()).describe('Hashtags as written, without the #.'),
  mentions: z.array(person).describe('Mentioned people whom you can see.'),
  media: z
    .array(
      z.strictObject({
        file: z
          .string()
          .describe(
            'Path of the file in the zips. A file that could not be read is listed in missing.json instead.',
          ),
        poster: z
          .string()
          .nullable()
          .describe('Path of the picture that a video shows before it plays, or null.'),
        mime_type: z.string(),
        width: z.int().positive(),
        height: z.int().positive(),
        alt_text: z.string().nullable(),
      }),
    )
    .describe('Photos and videos in the order of the post.'),
  versions: z
    .array(
      z.strictObject({
        caption: z.string().nullable(),
        alt_texts: z.array(z.string().nullable()),
        replaced_at: time,
      }),
    )
    .describe('Earlier versions, oldest first.'),
  created_at: time,
  edited_at: time.nullable(),
  pinned_at: time.nullable(),
  archived_at: time.nullable(),
  hidden_at: time
    .nullable()
    .describe('Time at which staff hid the post; null if staff did not hide it.'),
})

const comment = z.strictObject({
  id,
  post_id: id,
  post_author: person.nullable(),
  parent_id: id
    .nullable()
    .describe('Id of the comment that this comment replies to; null for a top-level comment.'),
  body: z.string(),
  versions: z.array(z.strictObject({ body: z.string(), replaced_at: time })),
  created_at: time,
  edited_at: time.nullable(),
  pinned_at: time.nullable(),
})

const reaction = z.strictObject({
  kind: z.enum(['post', 'comment']),
  id,
  author: person.nullable(),
  created_at: time,
})

const weight = z.number().min(0).max(10).nullable()

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hashtag'), hashtag: z.string(), created_at: time }),
  z.strictObject({
    kind: z.literal('muted_word'),
    word: z.string(),
    created_at: time,
    expires_at: time.nullable().describe('Time at which the mute ends; null for no end.'),
  }),
  z.strictObject({
    kind: z.literal('dismissed_suggestion'),
    profile: person,
    created_at: time,
  }),
  z.strictObject({
    kind: z.literal('show_less'),
    of: z.enum(['author', 'hashtag', 'reason']),
    profile: person.nullable().describe('The author; null if of is hashtag or reason.'),
    hashtag: z.string().nullable(),
    reason: z.enum(['followed', 'hashtag', 'liked', 'explore']).nullable(),
    created_at: time,
    expires_at: time,
  }),
])

const notification = z.strictObject({
  kind: z.string().describe('A kind that the function notification_preferences returns.'),
  profile: person.nullable().describe('Who caused the notification; null for those by staff.'),
  object_kind: z
    .enum(['post', 'comment', 'profile'])
    .nullable()
    .describe('What the notification is about; null for a sanction, report or appeal.'),
  object_id: id,
  post_id: id.nullable(),
  comment_id: id.nullable(),
  created_at: time,
  is_seen: z.boolean(),
  is_read: z.boolean(),
})

/**
 * The schema of each document. The document `posts` is the file posts.json. If this document
 * continues in a second zip, the rest is in posts-2.json.
 */
export const exportDocuments = {
  export: z.strictObject({
    version: z.literal(1),
    exported_at: time,
    profile: z.strictObject({
      id,
      username: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      display_name: z.string().nullable(),
      bio: z.string().nullable(),
      website: z.string().nullable(),
      avatar: z.string().nullable().describe('Name of the file with the profile picture.'),
      former_usernames: z.array(z.string()),
      created_at: time,
    }),
    login: z
      .strictObject({
        created_at: time.nullable(),
        last_sign_in_at: time.nullable(),
        email_confirmed_at: time.nullable(),
        phone_confirmed_at: time.nullable(),
        identities: z
          .array(
            z.strictObject({
              provider: z.string(),
              created_at: time.nullable(),
              updated_at: time.nullable(),
              last_sign_in_at: time.nullable(),
              data: z
                .looseObject({})
                .describe('The data of the provider, without tokens and passwords.'),
            }),
          )
          .describe('The providers with which the person signs in.'),
        sessions: z
          .array(
            z.strictObject({
              created_at: time.nullable(),
              refreshed_at: time.nullable(),
              ip: z.string().nullable(),
              user_agent: z.string().nullable(),
            }),
          )
          .describe('The sessions that have not ended.'),
      })
      .describe('What Supabase Auth stores about the person.'),
  }),
  settings: z.strictObject({
    is_private: z.boolean(),
    followers_visibility: listVisibility,
    following_visibility: listVisibility,
    is_discoverable: z
      .boolean()
      .describe('Whether explore and the suggestions of people may show you.'),
    notification_preferences: z
      .array(z.strictObject({ kind: z.string(), from_whom: notificationSource }))
      .describe('Your choices about notifications, without the kinds that you never chose.'),
    feed_weights: z
      .strictObject({
        followed: weight,
        hashtags: weight,
        liked: weight,
        explore: weight,
        recency: weight,
      })
      .describe('The weights of your feed For You; null for those that you never chose.'),
  }),
  posts: z.array(post).describe('Your posts, oldest first.'),
  comments: z.array(comment).describe('Your comments that you can still see, oldest first.'),
  likes: z.array(reaction).describe('Your likes of posts and comments.'),
  saves: z.array(reaction).describe('Posts that you saved.'),
  follows: z
    .array(
      z.strictObject({
        direction: z.enum(['following', 'follower']),
        profile: person,
        state: z.enum(['pending', 'accepted']),
        created_at: time,
        accepted_at: time.nullable(),
      }),
    )
    .describe('Followees, followers and follow requests.'),
  blocks: z
    .array(
      z.strictObject({
        kind: z.enum(['block', 'mute', 'close_friend', 'bell']),
        profile: person,
        created_at: time,
        expires_at: time
          .nullable()
          .describe('Time at which a mute ends; null for a mute without an end.'),
      }),
    )
    .describe(
      'People whom you block, people whom you mute, your close friends, and people whose bell you rang.',
    ),
  notifications: z
    .array(notification)
    .describe('Your notifications that you can still see, by kind and object.'),
  muted_posts: z.array(reaction).describe('Posts whose notifications you muted.'),
  discovery: z
    .array(choice)
    .describe(
      'Hashtags that you follow, words that you mute, suggestions that you dismissed, and what your feed For You shows less of.',
    ),
  missing: z
    .array(z.strictObject({ file: z.string(), reason: z.string() }))
    .describe(
      'Files that could not be read. The document exists only if at least one file could not be read.',
    ),
}

export type ExportDocuments = {
  [Name in keyof typeof exportDocuments]: z.infer<(typeof exportDocuments)[Name]>
}

/**
 * Returns the content of docs/export.schema.json: a JSON Schema 2020-12 with one property for each
 * document.
 */
export function exportSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(z.strictObject(exportDocuments).partial(), {
    // Leave out the long patterns that zod adds, because `format` already describes the value.
    override({ jsonSchema }) {
      if (jsonSchema.format) delete jsonSchema.pattern
    },
  })
  return {
    $schema,
    title: 'An export of supabase-social, version 1',
    description:
      'Each property is one document of the export. The document "posts" is the file posts.json in the first zip, and may continue in later zips as posts-2.json and posts-3.json.',
    ...schema,
  }
}
