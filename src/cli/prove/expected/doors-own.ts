import { list } from '../attempt.ts'
import { people, type Role } from '../roles.ts'
import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import { type Door, type Gives, ok } from './door.ts'
import { homeFeeds } from './rows.ts'

const door = (callers: Callers, call: string, gives: Gives): Door => ({ callers, call, gives })
const rows = (kind: Door['rows'], callers: Callers, call: string, gives: Gives): Door => ({
  ...door(callers, call, gives),
  ...(kind && { rows: kind }),
})
const page = 'page_size => 101'

/** A list of one's own that holds one thing of the scene, and is empty for all others. */
const mine =
  (lists: Partial<Record<Role, string[]>>): Gives =>
  ({ role }) =>
    list([...(lists[role] ?? [])])

/** An upload of one's own is attached once. */
const attach: Gives = ({ role }, label) => {
  if (label === `loose of ${role}`) return 'ok'
  const [, post = ''] = /^of post (.*)/.exec(label) ?? []
  return scene.posts[post]?.author === role ? 'media_in_use' : 'media_not_found'
}

/** What is tried on nothing. */
export const ownDoors: Record<string, Door> = {
  limits: door('anybody', '', ok),
  check_username: door('anybody', '$name', ok),
  create_profile: door('login', '$name', ok),
  my_profile: door('person', '', ok),
  update_profile: door('person', "bio => 'Hello'", ok),
  change_username: door('person', '$name', ok),
  deactivate_profile: door('person', '', ok),
  reactivate_profile: door('account', '', ({ role }) =>
    role === 'suspended' ? 'account_suspended' : 'ok',
  ),
  delete_profile: door('account', '', ok),
  restore_profile: door('account', '', ok),
  erasure_receipt: door('anybody', 'gen_random_uuid()', () => 'receipt_not_found'),
  home_feed: rows('post', 'person', page, ({ role, sees }) =>
    list((homeFeeds[role] ?? []).filter((label) => sees(role, 'post', label))),
  ),
  saved_posts: rows('post', 'person', page, ({ role, sees }) =>
    list(
      scene.saves.filter(([who, on]) => who === role && sees(role, 'post', on)).map(([, on]) => on),
    ),
  ),
  archived_posts: rows('post', 'person', page, mine({ owner: ['archived'] })),
  deleted_posts: rows('post', 'person', page, mine({})),
  deleted_comments: rows('comment', 'person', page, mine({})),
  follow_requests: rows('person', 'person', page, mine({ owner: ['requester'] })),
  blocked_profiles: rows(
    'person',
    'person',
    page,
    mine({ owner: ['blocked'], blocker: ['owner'] }),
  ),
  muted_profiles: rows('person', 'person', page, mine({ owner: ['muted'] })),
  close_friends: rows('person', 'person', page, mine({ owner: ['friend'] })),
  profile_search: rows('person', 'anybody', `$prefix, ${page}`, ({ role, sees }) =>
    list(
      people.filter((label) =>
        // Whom staff limited only followers find.
        label === 'limited'
          ? ['limited', 'owner', 'follower'].includes(role)
          : sees(role, 'person', label),
      ),
    ),
  ),
  run_maintenance: door('server', '0', ok),
  request_export: door('account', '', ok),
  my_export: door('account', 'gen_random_uuid()', () => 'export_not_found'),
  my_exports: door('account', page, ok),
  claim_export: door('server', 'gen_random_uuid()', ok),
  claim_export_page: door('server', 'gen_random_uuid()', () => 'export_lease_lost'),
  complete_export_part: door('server', 'gen_random_uuid(), 1, 1', () => 'export_lease_lost'),
  check_imported_ids: door('server', "gen_random_uuid(), '[]'", ok),
  import_items: door('server', "gen_random_uuid(), 'posts', '[]'", () => 'profile_not_found'),
  claim_file_deletions: door('server', '0', ok),
  complete_file_deletions: door('server', "'{}'", ok),
  complete_ingest: door(
    'server',
    "null, 'x', null, null, 'image/jpeg', 1, 1",
    () => 'upload_not_found',
  ),
  refuse_ingest: door('server', 'null', ok),
  begin_ingest_for: door(
    'server',
    'gen_random_uuid(), gen_random_uuid()',
    () => 'profile_not_found',
  ),
}

/** What is tried on uploads. */
export const fileDoors: Record<string, Door> = {
  begin_ingest: door('person', '$upload', ({ role }, label) =>
    [`loose of ${role}`, `raw of ${role}`].includes(label) ? 'ok' : 'upload_not_found',
  ),
  create_post: door('person', 'media => $media', attach),
  update_profile: door('person', 'avatar_id => $upload', ({ role }, label) =>
    label === 'avatar of owner' && role === 'owner' ? 'ok' : 'avatar_not_found',
  ),
}
