import { expect } from 'vitest'
import { release } from '../../src/sdk/release.ts'
import {
  alice,
  among,
  bob,
  byAlice,
  byBob,
  comment,
  deletion,
  late,
  nothing,
  onBob,
  onComment,
  onPost,
  path,
  post,
  row,
  rows,
  run,
  type Step,
  session,
  spareId,
  sparePath,
  unwanted,
  uploadId,
} from './cast.ts'
import { discovering } from './discovery-steps.ts'
import { exporting } from './export-steps.ts'
import type { Caller } from './http.ts'
import { moderation } from './moderation-steps.ts'
import { notifying } from './notification-steps.ts'

const byNobody = (): Caller => 'nobody'
const bySecret = (): Caller => 'secret'
const onAlice = () => ({ profile_id: alice.id })
const fromBob = () => ({ follower_id: bob.id })

/**
 * One call of each function: the caller, the arguments and the expected result. The order of the
 * calls matters, because later calls need the results of earlier calls.
 */
export const steps: Record<string, Step> = {
  version: [byNobody, nothing, () => release],
  limits: [byNobody, nothing, () => row({ caption_length: 2200 })],
  check_username: [byNobody, () => ({ username: alice.username }), () => 'taken'],
  check_sign_up: [
    byNobody,
    () => ({ email: 'new@example.com', username: alice.username }),
    () => 'username_taken',
  ],
  create_profile: [
    () => late,
    () => ({ username: `late_${Date.now()}` }),
    () => row({ id: late.id }),
  ],
  my_profile: [byBob, nothing, () => row({ id: bob.id })],
  profile: [byNobody, onAlice, () => row({ username: alice.username })],
  profile_by_username: [
    byNobody,
    () => ({ username: alice.username }),
    () => row({ id: alice.id }),
  ],
  can_see_profile: [byNobody, onAlice, () => true],
  profile_search: [byNobody, () => ({ query: alice.username }), () => among({ id: alice.id })],
  my_sessions: [byBob, nothing, () => among({ is_current: true })],
  end_session: [
    byBob,
    () => ({ session_id: session.id }),
    () => row({ id: session.id, ended_at: expect.any(String) }),
  ],
  change_username: [byBob, () => ({ username: bob.username }), () => row({ id: bob.id })],
  update_profile: [byAlice, () => ({ is_private: true }), () => row({ is_private: true })],
  follow_profile: [byBob, onAlice, () => row({ follow_state: 'pending' })],
  follow_requests: [byAlice, () => ({ page_size: 5 }), () => rows({ id: bob.id })],
  accept_follow: [byAlice, fromBob, () => row({ followed_by_state: 'accepted' })],
  reject_follow: [byAlice, fromBob, () => row({ followed_by_state: 'accepted' })],
  add_close_friend: [byAlice, onBob, () => row({ is_close_friend: true })],
  close_friends: [byAlice, nothing, () => rows({ id: bob.id })],
  remove_close_friend: [byAlice, onBob, () => row({ is_close_friend: false })],
  mute_profile: [
    byBob,
    () => ({ ...onAlice(), expires_at: '2999-01-01T00:00:00Z' }),
    () => row({ is_muted: true, mute_expires_at: '2999-01-01T00:00:00+00:00' }),
  ],
  muted_profiles: [byBob, nothing, () => rows({ id: alice.id })],
  unmute_profile: [byBob, onAlice, () => row({ is_muted: false, mute_expires_at: null })],
  profile_followers: [byBob, onAlice, () => rows({ id: bob.id })],
  profile_following: [byBob, () => ({ profile_id: bob.id }), () => rows({ id: alice.id })],
  create_post: [
    byAlice,
    () => ({ caption: 'One', media: [{ id: uploadId }], idempotency_key: 'a' }),
    () => row({ caption: 'One', media: [row({ path, alt_text: null })] }),
  ],
  begin_ingest: [
    byAlice,
    () => ({ upload_id: spareId }),
    () => row({ id: spareId, path: sparePath }),
  ],
  readable_files: [
    byBob,
    () => ({ paths: [path, `${alice.id}/none.jpg`] }),
    () => row({ files: [{ bucket_id: 'social-media', path }], seconds: expect.any(Number) }),
  ],
  post: [byBob, onPost, () => row({ author_id: alice.id })],
  can_see_post: [byBob, onPost, () => true],
  update_post: [
    byAlice,
    () => ({
      ...onPost(),
      caption: 'Two',
      media: [{ id: uploadId, alt_text: 'A "pixel", {grey}' }],
    }),
    () => row({ caption: 'Two', media: [row({ alt_text: 'A "pixel", {grey}' })] }),
  ],
  post_history: [byAlice, onPost, () => rows({ caption: 'One', alt_texts: [null] })],
  pin_post: [byAlice, onPost, () => row({ pinned_at: expect.any(String) })],
  unpin_post: [byAlice, onPost, () => row({ pinned_at: null })],
  archive_post: [byAlice, onPost, () => row({ archived_at: expect.any(String) })],
  archived_posts: [byAlice, nothing, () => rows({ id: post.id })],
  unarchive_post: [byAlice, onPost, () => row({ archived_at: null })],
  home_feed: [byBob, () => ({ page_size: 1 }), () => rows({ id: post.id })],
  profile_posts: [byBob, onAlice, () => rows({ id: post.id })],
  like_post: [byBob, onPost, () => row({ is_liked: true, like_count: 1 })],
  post_likers: [byBob, onPost, () => rows({ id: bob.id })],
  unlike_post: [byBob, onPost, () => row({ is_liked: false, like_count: 0 })],
  save_post: [byBob, onPost, () => row({ is_saved: true })],
  saved_posts: [byBob, nothing, () => rows({ id: post.id, is_saved: true })],
  unsave_post: [byBob, onPost, () => row({ is_saved: false })],
  add_comment: [byBob, () => ({ ...onPost(), body: 'One' }), () => row({ body: 'One' })],
  update_comment: [byBob, () => ({ ...onComment(), body: 'Two' }), () => row({ body: 'Two' })],
  comment_history: [byBob, onComment, () => rows({ body: 'One' })],
  pin_comment: [byAlice, onComment, () => row({ pinned_at: expect.any(String) })],
  unpin_comment: [byAlice, onComment, () => row({ pinned_at: null })],
  hide_comment: [byAlice, onComment, () => row({ is_hidden: true })],
  unhide_comment: [byAlice, onComment, () => row({ is_hidden: false })],
  post_comments: [byBob, onPost, () => rows({ id: comment.id })],
  comment_replies: [byBob, onComment, () => []],
  like_comment: [byAlice, onComment, () => row({ is_liked: true, like_count: 1 })],
  comment_likers: [byBob, onComment, () => rows({ id: alice.id })],
  unlike_comment: [byAlice, onComment, () => row({ is_liked: false, like_count: 0 })],
  ...notifying,
  ...discovering,
  ...moderation,
  ...exporting,
  delete_comment: [byBob, onComment, () => row({ comment_id: comment.id, is_tombstone: false })],
  deleted_comments: [byBob, nothing, () => rows({ id: comment.id })],
  restore_comment: [byBob, onComment, () => row({ id: comment.id })],
  delete_post: [
    byAlice,
    onPost,
    () => row({ post_id: post.id, restorable_until: expect.any(String) }),
  ],
  deleted_posts: [byAlice, nothing, () => rows({ id: post.id })],
  restore_post: [byAlice, onPost, () => row({ id: post.id, deleted_at: null })],
  remove_follower: [byAlice, fromBob, () => row({ followed_by_state: null })],
  unfollow_profile: [byBob, onAlice, () => row({ follow_state: null })],
  block_profile: [byBob, onAlice, () => row({ is_blocked: true })],
  blocked_profiles: [byBob, nothing, () => rows({ id: alice.id })],
  unblock_profile: [byBob, onAlice, () => row({ is_blocked: false })],
  deactivate_profile: [byBob, nothing, () => row({ deactivated_at: expect.any(String) })],
  reactivate_profile: [byBob, nothing, () => row({ id: bob.id })],
  delete_profile: [() => late, nothing, () => row({ receipt_id: expect.any(String) })],
  erasure_receipt: [
    byNobody,
    () => ({ receipt_id: deletion.receipt_id }),
    () => row({ ...deletion, erased_at: null }),
  ],
  restore_profile: [byBob, nothing, () => row({ id: bob.id })],
  run_maintenance: [bySecret, nothing, () => row({ erased_rows: expect.any(Number) })],
  // Another test may be calling the worker now.
  begin_work: [
    bySecret,
    () => ({ project: 'http://127.0.0.1' }),
    () => expect.toBeOneOf([null, expect.any(String)]),
  ],
  finish_work: [
    bySecret,
    () => ({ run_id: run ?? alice.id, erased: 0, removed: 0, failed: 0, exported: 0 }),
    () => (run ? 1 : 0),
  ],
  worker_health: [bySecret, nothing, () => among({ subject: 'last run', is_healthy: true })],
  claim_file_deletions: [
    bySecret,
    () => ({ max_count: 1000 }),
    () => among({ bucket_id: 'social-media', path: unwanted }),
  ],
  complete_ingest: [
    bySecret,
    () => ({
      ...{ upload_id: spareId, path: sparePath, thumbnail_path: null, thumbhash: null },
      ...{ mime_type: 'image/jpeg', width: 4, height: 3 },
    }),
    () => row({ id: spareId }),
  ],
  begin_ingest_for: [
    bySecret,
    () => ({ profile_id: alice.id, upload_id: spareId }),
    () => row({ id: spareId, path: sparePath }),
  ],
  refuse_ingest: [
    bySecret,
    () => ({ upload_id: spareId }),
    () => row({ upload_id: spareId, is_removed: false }),
  ],
  complete_file_deletions: [bySecret, () => ({ ids: [alice.id] }), () => 0],
  note_failed_work: [
    bySecret,
    () => ({ queue: 'files', row_ids: [alice.id], error: 'unknown' }),
    () => 0,
  ],
}
