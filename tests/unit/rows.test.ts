import { expectTypeOf, it } from 'vitest'
import type {
  AccountDeactivation,
  Comment,
  CommentDeletion,
  CommentPolicy,
  CommentVersion,
  FeedReason,
  HashtagEntity,
  LikeState,
  Limits,
  ListVisibility,
  MediaItem,
  Mention,
  Notification,
  NotificationKind,
  NotificationPreference,
  Post,
  PostDeletion,
  PostVersion,
  Profile,
  ProfileCard,
  Relationship,
  SaveState,
  StaffRemoval,
  Visibility,
} from '../../src/sdk/index.ts'

type State = 'pending' | 'accepted' | null
type Null<T> = T | null

it('the row types of the SDK allow null only where the database returns null', () => {
  expectTypeOf<Visibility>().toEqualTypeOf<'public' | 'followers' | 'close_friends' | 'only_me'>()
  expectTypeOf<CommentPolicy>().toEqualTypeOf<
    'everyone' | 'followers' | 'following' | 'mutuals' | 'nobody'
  >()
  expectTypeOf<ListVisibility>().toEqualTypeOf<'public' | 'followers' | 'only_me'>()
  expectTypeOf<MediaItem>().branded.toEqualTypeOf<{
    id: string
    path: string
    medium_path: Null<string>
    thumbnail_path: Null<string>
    thumbhash: Null<string>
    mime_type: string
    width: number
    height: number
    alt_text: Null<string>
  }>()
  expectTypeOf<Post>().branded.toEqualTypeOf<{
    id: string
    author_id: string
    author_username: string
    author_display_name: Null<string>
    author_avatar_path: Null<string>
    caption: Null<string>
    visibility: Visibility
    is_sensitive: boolean
    sensitive_note: Null<string>
    media: MediaItem[]
    mentions: Mention[]
    hashtags: HashtagEntity[]
    like_count: number
    comment_count: number
    is_liked: boolean
    is_saved: boolean
    is_following_author: boolean
    comment_policy: CommentPolicy
    can_comment: boolean
    is_shareable: boolean
    created_at: string
    edited_at: Null<string>
    pinned_at: Null<string>
    archived_at: Null<string>
    deleted_at: Null<string>
    hidden_at: Null<string>
    reason: Null<FeedReason>
    cursor: string
  }>()
  expectTypeOf<Comment>().branded.toEqualTypeOf<{
    id: string
    post_id: string
    parent_id: Null<string>
    root_id: Null<string>
    author_id: Null<string>
    author_username: Null<string>
    author_display_name: Null<string>
    author_avatar_path: Null<string>
    body: Null<string>
    mentions: Mention[]
    deleted_by: Null<'author' | 'post_author' | 'staff'>
    like_count: number
    reply_count: number
    is_liked: boolean
    created_at: string
    edited_at: Null<string>
    pinned_at: Null<string>
    is_hidden: boolean
    cursor: string
  }>()
  expectTypeOf<Profile>().branded.toEqualTypeOf<{
    id: string
    username: string
    display_name: Null<string>
    bio: Null<string>
    website: Null<string>
    avatar_path: Null<string>
    is_private: boolean
    created_at: string
    post_count: Null<number>
    follower_count: Null<number>
    following_count: Null<number>
    follow_state: State
    followed_by_state: State
    is_muted: boolean
    is_close_friend: boolean
    is_bell_on: boolean
    followers_visibility: ListVisibility
    following_visibility: ListVisibility
    is_discoverable: Null<boolean>
    is_shareable: boolean
  }>()
  expectTypeOf<ProfileCard>().branded.toEqualTypeOf<{
    id: string
    username: string
    display_name: Null<string>
    avatar_path: Null<string>
    is_private: boolean
    follow_state: State
    followed_by_state: State
    cursor: string
  }>()
  expectTypeOf<Relationship>().branded.toEqualTypeOf<{
    profile_id: string
    follow_state: State
    followed_by_state: State
    is_blocked: boolean
    is_muted: boolean
    mute_expires_at: Null<string>
    is_close_friend: boolean
    is_bell_on: boolean
  }>()
  expectTypeOf<Notification>().branded.toEqualTypeOf<{
    id: string
    kind: NotificationKind
    actors: ProfileCard[]
    other_count: number
    object_kind: Null<string>
    object_id: Null<string>
    post_id: Null<string>
    comment_id: Null<string>
    thumbnail_path: Null<string>
    body: Null<string>
    is_seen: boolean
    is_read: boolean
    latest_at: string
    cursor: string
  }>()
  expectTypeOf<NotificationPreference>().branded.toEqualTypeOf<{
    kind: NotificationKind
    from_whom: 'everybody' | 'following' | 'nobody'
    is_optional: boolean
    description: string
  }>()
  expectTypeOf<LikeState>().branded.toEqualTypeOf<{
    is_liked: boolean
    like_count: Null<number>
  }>()
  expectTypeOf<SaveState>().branded.toEqualTypeOf<{ is_saved: boolean }>()
  expectTypeOf<PostDeletion>().branded.toEqualTypeOf<{
    post_id: string
    deleted_at: string
    restorable_until: string
  }>()
  expectTypeOf<CommentDeletion>().branded.toEqualTypeOf<{
    comment_id: string
    post_id: string
    is_tombstone: Null<boolean>
    comment_count: Null<number>
    deleted_at: string
    restorable_until: Null<string>
  }>()
  expectTypeOf<AccountDeactivation>().branded.toEqualTypeOf<{ deactivated_at: string }>()
  expectTypeOf<StaffRemoval>().branded.toEqualTypeOf<{ profile_id: string; is_staff: boolean }>()
  expectTypeOf<PostVersion>().branded.toEqualTypeOf<{
    caption: Null<string>
    alt_texts: Null<string>[]
    replaced_at: string
  }>()
  expectTypeOf<CommentVersion>().branded.toEqualTypeOf<{ body: string; replaced_at: string }>()
  expectTypeOf<Limits['caption_length']>().toEqualTypeOf<number>()
  expectTypeOf<Limits['allow_text_posts']>().toEqualTypeOf<boolean>()
})
