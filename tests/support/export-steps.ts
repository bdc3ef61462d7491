import { expect } from 'vitest'
import { bob, byBob, nothing, row, rows, type Step } from './cast.ts'
import type { Caller } from './http.ts'
import { leased } from './leased.ts'

const bySecret = (): Caller => 'secret'
const onLease = () => ({ lease_id: leased.lease })

/**
 * One call of each function for exports and imports. The caller is the owner of the data or the
 * worker.
 */
export const exporting: Record<string, Step> = {
  request_export: [byBob, nothing, () => row({ id: leased.export, state: 'running' })],
  my_exports: [byBob, nothing, () => rows({ id: leased.export })],
  my_export: [
    byBob,
    () => ({ export_id: leased.export }),
    () => row({ total_count: 2, parts: [] }),
  ],
  claim_export: [bySecret, () => ({ profile_id: bob.id }), () => null],
  claim_export_page: [bySecret, onLease, () => row({ document: 'export', next: 'settings:' })],
  complete_export_part: [
    bySecret,
    () => ({ ...onLease(), bytes: 9, items: 1, next: 'settings:' }),
    () => row({ export_id: leased.export, total_count: 2, is_finished: false }),
  ],
  uuid_v7: [
    bySecret,
    () => ({ at: '2020-01-01' }),
    () => expect.stringMatching(/^016f5e66-e800-7/),
  ],
  // In the URL of a GET request, JSON is a text.
  imported_ids: [
    bySecret,
    () => ({ profile_id: bob.id, ids: JSON.stringify([leased.export]) }),
    () => [],
  ],
  import_items: [
    bySecret,
    () => ({ profile_id: bob.id, kind: 'posts', items: [{}] }),
    () => ({
      ...{ imported_count: 0, existing_count: 0 },
      problems: [{ index: 0, code: expect.stringContaining('import_invalid') }],
    }),
  ],
}
