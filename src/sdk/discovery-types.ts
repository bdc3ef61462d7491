import type { Database } from './database.types.ts'
import type { PageOptions } from './pages.ts'
import type { Row } from './row.ts'

/** The factors whose product is the score of a post in the feed For You. */
export interface ScoreParts {
  /** The weight of the reason, as `social.feed.weights` returns it. */
  weight: number
  /** How recent the post is: 1 for a new post, less for an older post. */
  recency: number
  /** How much the likes, comments and saves of the post count. */
  engagement: number
  /** Less than 1 if the person asked for less of this. */
  damper: number
}

interface Scored {
  /** The score. Only `social.feed.forYou({ explain: true })` returns it. */
  score?: number
  /** The parts of the score. Only `social.feed.forYou({ explain: true })` returns them. */
  parts?: ScoreParts
}

/**
 * Why a feed shows a post: it is your own, you follow its author or one of its hashtags, people whom
 * you follow like it, or it comes from explore.
 */
export type FeedReason = Scored &
  (
    | { kind: 'own' | 'followed' | 'explore' }
    | { kind: 'hashtag'; hashtag: string }
    | { kind: 'liked'; profiles: { id: string; username: string }[] }
  )

/** The kind of a reason of the feed For You. */
export type FeedReasonKind = FeedReason['kind']

/** The order of a list of posts with a hashtag. */
export type HashtagSort = 'newest' | 'top'

/** Options of a list of posts with a hashtag: the order, and the page to fetch. */
export interface HashtagPostsOptions extends PageOptions {
  /** @default 'newest' */
  sort?: HashtagSort | undefined
}

/** Options of a list that has only one page. */
export interface SizeOptions {
  /** The maximum number of rows, 1 to 100. @default 20 */
  pageSize?: number | undefined
}

/** The order of found posts. `relevance` ranks the newest 1,000 posts that match. */
export type SearchSort = 'newest' | 'relevance'

/** Options of a search of posts: the order, and the page to fetch. */
export interface PostSearchOptions extends PageOptions {
  /** @default 'newest' */
  sort?: SearchSort | undefined
}

/**
 * A hashtag. `hashtag` is the key that all spellings share, and `display` is a spelling for people.
 * `post_count` is the number of public posts of public accounts, which is the same for every viewer.
 */
export interface Hashtag extends Row<'hashtag_card'> {}

/** A hashtag that many people use now. */
export interface TrendingHashtag extends Row<'trending_hashtag'> {}

type SuggestionNulls = 'display_name' | 'avatar_path' | 'follow_state' | 'followed_by_state'

/**
 * A person whom you may want to follow. `mutual_count` is the number of people whom you follow, who
 * follow the person, and whose follow you may see. `mutuals` are up to three of them.
 */
export interface Suggestion extends Omit<Row<'suggestion', SuggestionNulls>, 'mutuals' | 'reason'> {
  mutuals: Mutual[]
  reason: SuggestionReason
}

/** Somebody whom you follow, and who follows a suggested person. */
export type Mutual = Pick<
  Row<'profile_card', 'display_name' | 'avatar_path'>,
  'id' | 'username' | 'display_name' | 'avatar_path'
>

/** Why a person is suggested. New reasons can come at any time. */
export type SuggestionReason = 'mutuals' | 'follows_you' | 'popular' | (string & {})

/**
 * A word, phrase or hashtag that you mute. `word` is the key that all spellings share, and `display`
 * is the word as you wrote it. `expires_at` is null if the mute has no end.
 */
export interface MutedWord extends Row<'muted_word', 'expires_at'> {}

/** The weights of your feed For You. Those that you did not choose are the weights of the operator. */
export interface FeedWeights extends Row<'feed_weights'> {}

/** New weights from 0 to 10. Omitted weights stay unchanged. */
export interface FeedWeightsInput {
  /** The weight of posts of people whom you follow. */
  followed?: number | undefined
  /** The weight of posts with a hashtag that you follow. */
  hashtags?: number | undefined
  /** The weight of posts that people whom you follow like. */
  liked?: number | undefined
  /** The weight of posts from explore. */
  explore?: number | undefined
  /** How fast posts lose their place: the score is divided by (1 + age in days) ^ `recency`. */
  recency?: number | undefined
  /** Whether to take back all weights that you chose before. */
  reset?: boolean | undefined
}

/** Options of the feed For You. */
export interface ForYouOptions extends PageOptions {
  /** Whether the reason of each post contains its score and the parts of the score. */
  explain?: boolean | undefined
}

/** What to show less of: the author of the post, one of its hashtags, or its reason. */
export interface ShowLessInput {
  of: 'author' | 'hashtag' | 'reason'
  /** The hashtag of the post. Omit it if the post has only one. */
  hashtag?: string | undefined
}

/**
 * What the feed For You shows less of, until `expires_at`: an author, a hashtag or a reason. The
 * fields of the other two are null.
 */
export interface FeedDamper
  extends Omit<
    Row<'feed_damper', 'author_id' | 'author_username' | 'hashtag' | 'reason'>,
    'kind' | 'reason'
  > {
  kind: 'author' | 'hashtag' | 'reason'
  reason: FeedReasonKind | null
}

/** Whether the feed For You shows less of something. */
export interface DamperState extends Row<'damper_state'> {}

/** Where staff hide a hashtag. */
export type HashtagHiding = Database['social']['Enums']['hashtag_hiding']

/** The hiding of a hashtag by staff, and its reason for the audit log. */
export interface HideHashtagInput {
  /** @default 'everywhere' */
  from?: HashtagHiding | undefined
  reason: string
}

/** Where staff hide a hashtag. `hidden_from` is null if the hashtag is not hidden. */
export interface HiddenHashtag extends Row<'hidden_hashtag', 'hidden_from'> {}
