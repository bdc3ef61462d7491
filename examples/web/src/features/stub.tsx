import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'

/** Stands in for a page that does not exist yet. */
export function Stub() {
  return (
    <Page title="Soon">
      <EmptyState title="This page does not exist yet." />
    </Page>
  )
}
