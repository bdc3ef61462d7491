import { list } from '../attempt.ts'
import { people, type Role } from '../roles.ts'
import * as scene from '../scene.ts'
import { bucketOf, readsFile } from './files.ts'
import { calls, type ExpectedFunction, type Gives, ok } from './function.ts'
import { homeFeeds } from './rows.ts'

const page = 'page_size => 101'

/**
 * Expects a list that contains only the rows of the caller. `lists` contains the rows of each role.
 */
const mine =
  (lists: Partial<Record<Role, string[]>>): Gives =>
  ({ role }) =>
    list([...(lists[role] ?? [])])

/** Only the owner of an upload can attach it to a post, and only once. */
const attach: Gives = ({ role }, label) => {
  if (label === `loose of ${role}`) return 'ok'
  const [, post = ''] = /^of post (.*)/.exec(label) ?? []
  return scene.posts[post]?.author === role ? 'media_in_use' : 'media_not_found'
}

/** Functions that the test calls without the id of a test row. */
export const ownFunctions: Record<string, ExpectedFunction> = {
  version: calls('anybody', '', ok),
  limits: calls('anybody', '', ok),
  check_username: calls('anybody', '$name', ok),
  check_sign_up: calls('anybody', "'new@example.com', $name", ok),
  create_profile: calls('login', '$name', ok),
  my_profile: calls('person', '', ok),
  update_profile: calls('person', "bio => 'Hello'", ok),
  change_username: calls('person', '$name', ok),
  deactivate_profile: calls('person', '', ok),
  reactivate_profile: calls('account', '', ({ role }) =>
    role === 'suspended' || role === 'unconfirmed' ? `account_${role}` : 'ok',
  ),
  delete_profile: calls('account', '', ok),
  restore_profile: calls('account', '', ok),
  my_sessions: calls('person', '', ok),
  end_session: calls('person', 'gen_random_uuid()', () => 'session_not_found'),
  erasure_receipt: calls('anybody', 'gen_random_uuid()', () => 'receipt_not_found'),
  home_feed: calls(
    'person',
    page,
    ({ role, sees }) => list((homeFeeds[role] ?? []).filter((label) => sees(role, 'post', label))),
    'post',
  ),
  saved_posts: calls(
    'person',
    page,
    ({ role, sees }) =>
      list(
        scene.saves
          .filter(([who, on]) => who === role && sees(role, 'post', on))
          .map(([, on]) => on),
      ),
    'post',
  ),
  archived_posts: calls('person', page, mine({ owner: ['archived'] }), 'post'),
  deleted_posts: calls('person', page, mine({}), 'post'),
  deleted_comments: calls('person', page, mine({}), 'comment'),
  follow_requests: calls('person', page, mine({ owner: ['requester'] }), 'person'),
  blocked_profiles: calls(
    'person',
    page,
    mine({ owner: ['blocked'], blocker: ['owner'] }),
    'person',
  ),
  muted_profiles: calls('person', page, mine({ owner: ['muted'] }), 'person'),
  close_friends: calls('person', page, mine({ owner: ['friend'] }), 'person'),
  profile_search: calls(
    'anybody',
    `$prefix, ${page}`,
    ({ role, sees }) =>
      list(
        people.filter((label) =>
          // Search shows a limited account only to its followers and its owner.
          label === 'limited'
            ? ['limited', 'owner', 'follower'].includes(role)
            : sees(role, 'person', label),
        ),
      ),
    'person',
  ),
  run_maintenance: calls('server', '0', ok),
  begin_work: calls('server', "'', '', ''", () => 'worker_key_invalid'),
  worker_health: calls('server', "''", () => 'worker_key_invalid'),
  finish_work: calls('server', 'gen_random_uuid(), 0, 0, 0, 0', ok),
  request_export: calls('account', '', ok),
  my_export: calls('account', 'gen_random_uuid()', () => 'export_not_found'),
  my_exports: calls('account', page, ok),
  claim_export: calls('server', 'gen_random_uuid()', ok),
  claim_export_page: calls('server', 'gen_random_uuid()', () => 'export_lease_lost'),
  complete_export_part: calls('server', 'gen_random_uuid(), 1, 1', () => 'export_lease_lost'),
  uuid_v7: calls('server', '', ok),
  imported_ids: calls('server', "gen_random_uuid(), '[]'", ok),
  import_items: calls('server', "gen_random_uuid(), 'posts', '[]'", () => 'profile_not_found'),
  claim_file_deletions: calls('server', '0', ok),
  complete_file_deletions: calls('server', "'{}'", ok),
  note_failed_work: calls('server', "'files', '{}', 'unknown'", ok),
  complete_ingest: calls(
    'server',
    "null, 'x', null, null, 'image/jpeg', 1, 1",
    () => 'upload_not_found',
  ),
  refuse_ingest: calls('server', 'null', ok),
  begin_ingest_for: calls(
    'server',
    'gen_random_uuid(), gen_random_uuid()',
    () => 'profile_not_found',
  ),
}

/** Functions that take the id of an upload. */
export const fileFunctions: Record<string, ExpectedFunction> = {
  begin_ingest: calls('person', '$upload', ({ role }, label) =>
    [`loose of ${role}`, `raw of ${role}`].includes(label) ? 'ok' : 'upload_not_found',
  ),
  create_post: calls('person', 'media => $media', attach),
  // Returns the bucket of the file, or `no file`. No URL exists for a raw upload.
  readable_files: calls(
    'anybody',
    `select coalesce(files #>> '{0,bucket_id}', 'no file') from social.readable_files(array[$file])`,
    ({ role, sees }, label) =>
      !label.startsWith('raw') && readsFile(sees, role, label) ? bucketOf(label) : 'no file',
  ),
  update_profile: calls('person', 'avatar_id => $upload', ({ role }, label) =>
    role === 'owner' && bucketOf(label) === 'social-avatars' ? 'ok' : 'avatar_not_found',
  ),
}
