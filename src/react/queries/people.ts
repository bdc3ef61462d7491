import type { Social } from '../../sdk/index.ts'
import { many, one } from './base.ts'

/**
 * A person's profile, by username.
 * @example const { data: profile } = useQuery(queries.profile(social, 'maya'))
 */
export const profile = (social: Social, username: string) =>
  one(['profiles', 'one', username], () => social.profiles.getByUsername(username))

/**
 * A person's profile, by id.
 * @example const { data: profile } = useQuery(queries.profileById(social, 'a-profile-id'))
 */
export const profileById = (social: Social, id: string) =>
  one(['profiles', 'byId', id], () => social.profiles.get(id))

/**
 * Your own profile.
 * @example const { data: me } = useQuery(queries.me(social))
 */
export const me = (social: Social) => one(['profiles', 'me'], () => social.account.get())

/**
 * The followers of a person.
 * @example const { data } = useInfiniteQuery(queries.followers(social, 'a-profile-id'))
 */
export const followers = (social: Social, profileId: string) =>
  many(['profiles', 'followers', profileId], (page) =>
    social.profiles.listFollowers(profileId, page),
  )

/**
 * The people whom a person follows.
 * @example const { data } = useInfiniteQuery(queries.following(social, 'a-profile-id'))
 */
export const following = (social: Social, profileId: string) =>
  many(['profiles', 'following', profileId], (page) =>
    social.profiles.listFollowing(profileId, page),
  )

/**
 * The people who like a post.
 * @example const { data } = useInfiniteQuery(queries.postLikers(social, 'a-post-id'))
 */
export const postLikers = (social: Social, postId: string) =>
  many(['profiles', 'likers', postId], (page) => social.posts.listLikers(postId, page))

/**
 * The people who like a comment.
 * @example const { data } = useInfiniteQuery(queries.commentLikers(social, 'a-comment-id'))
 */
export const commentLikers = (social: Social, commentId: string) =>
  many(['profiles', 'commentLikers', commentId], (page) =>
    social.comments.listLikers(commentId, page),
  )

/**
 * The people who ask to follow your private account.
 * @example const { data } = useInfiniteQuery(queries.followRequests(social))
 */
export const followRequests = (social: Social) =>
  many(['profiles', 'requests'], (page) => social.followRequests.list(page))

/**
 * Found people.
 * @example const { data } = useInfiniteQuery(queries.profileSearch(social, 'ann'))
 */
export const profileSearch = (social: Social, query: string) =>
  many(['profiles', 'search', query], (page) => social.profiles.search(query, page))

/**
 * People whom you may want to follow.
 * @example const { data } = useInfiniteQuery(queries.suggestions(social))
 */
export const suggestions = (social: Social) =>
  many(['profiles', 'suggestions'], (page) => social.suggestions.list(page))

/**
 * The people whom you block.
 * @example const { data } = useInfiniteQuery(queries.blocks(social))
 */
export const blocks = (social: Social) =>
  many(['profiles', 'blocked'], (page) => social.account.listBlocked(page))

/**
 * The people whom you mute.
 * @example const { data } = useInfiniteQuery(queries.mutes(social))
 */
export const mutes = (social: Social) =>
  many(['profiles', 'muted'], (page) => social.account.listMuted(page))

/**
 * Your close friends.
 * @example const { data } = useInfiniteQuery(queries.closeFriends(social))
 */
export const closeFriends = (social: Social) =>
  many(['profiles', 'closeFriends'], (page) => social.account.listCloseFriends(page))

/**
 * The people whose every new post notifies you.
 * @example const { data } = useInfiniteQuery(queries.bells(social))
 */
export const bells = (social: Social) =>
  many(['profiles', 'bells'], (page) => social.account.listBells(page))
