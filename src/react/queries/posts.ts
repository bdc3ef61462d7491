import type { HashtagSort, SearchSort } from '../../sdk/discovery-types.ts'
import type { Social } from '../../sdk/index.ts'
import { many, one } from './base.ts'

/**
 * The home feed.
 * @example const { data } = useInfiniteQuery(queries.homeFeed(social))
 */
export const homeFeed = (social: Social) =>
  many(['posts', 'home'], (page) => social.feed.listHome(page), 10)

/**
 * The feed For You.
 * @example const { data } = useInfiniteQuery(queries.forYouFeed(social))
 */
export const forYouFeed = (social: Social) =>
  many(['posts', 'forYou'], (page) => social.feed.forYou(page), 10)

/**
 * Public posts of people whom you do not follow.
 * @example const { data } = useInfiniteQuery(queries.explore(social))
 */
export const explore = (social: Social) =>
  many(['posts', 'explore'], (page) => social.explore.listPosts(page), 24)

/**
 * One post.
 * @example const { data: post } = useQuery(queries.post(social, 'a-post-id'))
 */
export const post = (social: Social, id: string) =>
  one(['posts', 'one', id], () => social.posts.get(id))

/**
 * The earlier versions of your post.
 * @example const { data: versions } = useQuery(queries.postVersions(social, 'a-post-id'))
 */
export const postVersions = (social: Social, id: string) =>
  one(['other', 'postVersions', id], () => social.posts.listVersions(id))

/**
 * The posts of a person, pinned posts first.
 * @example const { data } = useInfiniteQuery(queries.profilePosts(social, 'a-profile-id'))
 */
export const profilePosts = (social: Social, profileId: string) =>
  many(['posts', 'by', profileId], (page) => social.posts.listByAuthor(profileId, page), 24)

/**
 * The posts that you saved.
 * @example const { data } = useInfiniteQuery(queries.savedPosts(social))
 */
export const savedPosts = (social: Social) =>
  many(['posts', 'saved'], (page) => social.posts.listSaved(page), 24)

/**
 * Your archived posts.
 * @example const { data } = useInfiniteQuery(queries.archivedPosts(social))
 */
export const archivedPosts = (social: Social) =>
  many(['posts', 'archived'], (page) => social.posts.listArchived(page), 24)

/**
 * Your deleted posts that you can still restore.
 * @example const { data } = useInfiniteQuery(queries.deletedPosts(social))
 */
export const deletedPosts = (social: Social) =>
  many(['posts', 'deleted'], (page) => social.posts.listDeleted(page), 24)

/**
 * Found posts. An empty query finds nothing.
 * @example const { data } = useInfiniteQuery(queries.postSearch(social, 'fog', 'newest'))
 */
export const postSearch = (social: Social, query: string, sort: SearchSort = 'newest') =>
  many(
    ['posts', 'search', query, sort],
    (page) => social.posts.search(query, { ...page, sort }),
    24,
  )

/**
 * The public posts with a hashtag.
 * @example const { data } = useInfiniteQuery(queries.hashtagPosts(social, 'sea', 'top'))
 */
export const hashtagPosts = (social: Social, hashtag: string, sort: HashtagSort = 'newest') =>
  many(
    ['posts', 'hashtag', hashtag, sort],
    (page) => social.hashtags.listPosts(hashtag, { ...page, sort }),
    24,
  )

/**
 * The top-level comments of a post, pinned comments first.
 * @example const { data } = useInfiniteQuery(queries.comments(social, 'a-post-id'))
 */
export const comments = (social: Social, postId: string) =>
  many(['comments', 'of', postId], (page) => social.comments.list(postId, page))

/**
 * The replies in the thread of a top-level comment, oldest first.
 * @example const { data } = useInfiniteQuery(queries.replies(social, 'a-comment-id'))
 */
export const replies = (social: Social, commentId: string) =>
  many(['comments', 'replies', commentId], (page) => social.comments.listReplies(commentId, page))

/**
 * The earlier versions of your comment.
 * @example const { data: versions } = useQuery(queries.commentVersions(social, 'a-comment-id'))
 */
export const commentVersions = (social: Social, id: string) =>
  one(['other', 'commentVersions', id], () => social.comments.listVersions(id))
