import {
  type QueryClient,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type {
  Hashtag,
  HashtagSort,
  SearchSort,
  Suggestion,
  TrendingHashtag,
} from '../../sdk/discovery-types.ts'
import type { Notification } from '../../sdk/notification-types.ts'
import type { SocialError } from '../../sdk/social-error.ts'
import type { Comment, Post, Profile, ProfileCard } from '../../sdk/types.ts'
import { useSession, useSocial } from '../provider.tsx'
import * as queries from '../queries/index.ts'
import type { Kind } from '../truth/rows.ts'
import { truthOf } from '../truth/truth.ts'
import { type List, useList } from './list.ts'

/** The result of a query of one thing. */
export type Read<Data> = UseQueryResult<Data, SocialError>

const NEWS = { news: true }

/** Starts a query with a row that a list already has, so that a page opens at once. */
function fromCache(client: QueryClient, kind: Kind, id: string) {
  return {
    initialData: () => truthOf(client).find(kind, id)?.row as never,
    initialDataUpdatedAt: () => truthOf(client).find(kind, id)?.updatedAt,
  }
}

/**
 * Shows your home feed. New posts are counted in `newCount`, until `showNew()` shows them.
 * @example
 * const { items, query, newCount, showNew } = useHomeFeed()
 * return <>{newCount > 0 && <button onClick={showNew}>{newCount} new posts</button>}</>
 */
export function useHomeFeed(): List<Post> {
  return useList(queries.homeFeed(useSocial()), NEWS)
}

/**
 * Shows the feed For You.
 * @example const { items, query } = useForYou()
 */
export function useForYou(): List<Post> {
  return useList(queries.forYouFeed(useSocial()))
}

/**
 * Shows public posts of people whom you do not follow.
 * @example const { items, query } = useExplore()
 */
export function useExplore(): List<Post> {
  return useList(queries.explore(useSocial()))
}

/**
 * Shows one post. Opens with what a list already knows about the post.
 * @example const { data: post, error } = usePost('a-post-id')
 */
export function usePost(id: string): Read<Post> {
  const client = useQueryClient()
  return useQuery({ ...queries.post(useSocial(), id), ...fromCache(client, 'posts', id) })
}

/**
 * Shows the comments of a post.
 * @example const { items, query, newCount, showNew } = useComments(post.id)
 */
export function useComments(postId: string): List<Comment> {
  return useList(queries.comments(useSocial(), postId), NEWS)
}

/**
 * Shows the replies in the thread of a comment.
 * @example const { items, query } = useReplies(comment.id)
 */
export function useReplies(commentId: string): List<Comment> {
  return useList(queries.replies(useSocial(), commentId))
}

/**
 * Shows the people who like a post.
 * @example const { items, query } = usePostLikers(post.id)
 */
export function usePostLikers(postId: string): List<ProfileCard> {
  return useList(queries.postLikers(useSocial(), postId), NEWS)
}

/**
 * Shows a person's profile.
 * @example const { data: profile, error } = useProfile('maya')
 */
export function useProfile(username: string): Read<Profile> {
  return useQuery(queries.profile(useSocial(), username))
}

/**
 * Shows the posts of a person.
 * @example const { items, query } = useProfilePosts(profile.id)
 */
export function useProfilePosts(profileId: string): List<Post> {
  return useList(queries.profilePosts(useSocial(), profileId), NEWS)
}

/**
 * Shows your own profile, while you are signed in.
 * @example const { data: me } = useMe()
 */
export function useMe(): Read<Profile> {
  return useQuery({ ...queries.me(useSocial()), enabled: Boolean(useSession()) })
}

/**
 * Shows the followers of a person.
 * @example const { items, query } = useFollowers(profile.id)
 */
export function useFollowers(profileId: string): List<ProfileCard> {
  return useList(queries.followers(useSocial(), profileId), NEWS)
}

/**
 * Shows the people whom a person follows.
 * @example const { items, query } = useFollowing(profile.id)
 */
export function useFollowing(profileId: string): List<ProfileCard> {
  return useList(queries.following(useSocial(), profileId), NEWS)
}

/**
 * Shows the people who ask to follow your private account.
 * @example const { items, query } = useFollowRequests()
 */
export function useFollowRequests(): List<ProfileCard> {
  return useList(queries.followRequests(useSocial()), NEWS)
}

/**
 * Shows the posts that you saved.
 * @example const { items, query } = useSavedPosts()
 */
export function useSavedPosts(): List<Post> {
  return useList(queries.savedPosts(useSocial()), NEWS)
}

/**
 * Shows your archived posts.
 * @example const { items, query } = useArchivedPosts()
 */
export function useArchivedPosts(): List<Post> {
  return useList(queries.archivedPosts(useSocial()), NEWS)
}

/**
 * Shows your notifications. New ones are counted in `newCount`, until `showNew()` shows them.
 * @example const { items, query, newCount, showNew } = useNotifications()
 */
export function useNotifications(): List<Notification> {
  return useList(queries.notifications(useSocial()), NEWS)
}

/**
 * Shows the number for the badge, while you are signed in.
 * @example const { data: count } = useUnseenCount()
 */
export function useUnseenCount(): Read<number> {
  return useQuery({ ...queries.unseenCount(useSocial()), enabled: Boolean(useSession()) })
}

/**
 * Shows a hashtag.
 * @example const { data: hashtag } = useHashtag('sea')
 */
export function useHashtag(hashtag: string): Read<Hashtag> {
  return useQuery(queries.hashtag(useSocial(), hashtag))
}

/**
 * Shows the public posts with a hashtag.
 * @example const { items, query } = useHashtagPosts('sea', 'top')
 */
export function useHashtagPosts(hashtag: string, sort?: HashtagSort): List<Post> {
  return useList(queries.hashtagPosts(useSocial(), hashtag, sort))
}

/**
 * Shows hashtags that begin with a prefix.
 * @example const { data: hashtags } = useHashtagSearch('se')
 */
export function useHashtagSearch(prefix: string): Read<Hashtag[]> {
  return useQuery(queries.hashtagSearch(useSocial(), prefix))
}

/**
 * Shows the hashtags that many people use now.
 * @example const { data: trends } = useTrendingHashtags()
 */
export function useTrendingHashtags(): Read<TrendingHashtag[]> {
  return useQuery(queries.trendingHashtags(useSocial()))
}

/**
 * Shows the hashtags that you follow.
 * @example const { items, query } = useFollowedHashtags()
 */
export function useFollowedHashtags(): List<Hashtag> {
  return useList(queries.followedHashtags(useSocial()))
}

/**
 * Searches posts. Waits for a query.
 * @example const { items, query } = usePostSearch('fog', 'relevance')
 */
export function usePostSearch(text: string, sort?: SearchSort): List<Post> {
  const isReady = text.trim() !== ''
  return useList(queries.postSearch(useSocial(), text, sort), { enabled: isReady })
}

/**
 * Searches people. Waits for a query.
 * @example const { items, query } = useProfileSearch('ann')
 */
export function useProfileSearch(text: string): List<ProfileCard> {
  const isReady = text.trim() !== ''
  return useList(queries.profileSearch(useSocial(), text), { enabled: isReady })
}

/**
 * Shows people whom you may want to follow.
 * @example const { items, query } = useSuggestions()
 */
export function useSuggestions(): List<Suggestion> {
  return useList(queries.suggestions(useSocial()))
}
