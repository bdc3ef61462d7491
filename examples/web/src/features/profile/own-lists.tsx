import { useArchivedPosts, useSavedPosts } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PostGrid } from '../post/grid.tsx'

/** The posts that you saved. */
export function SavedPage() {
  return (
    <Page isWide title={strings.profile.savedTitle}>
      <PostGrid
        list={useSavedPosts()}
        label={strings.profile.savedTitle}
        empty={
          <EmptyState
            title={strings.profile.savedEmpty}
            text={strings.profile.savedEmptyText}
            action={<ButtonLink to="/explore">{strings.profile.explore}</ButtonLink>}
          />
        }
      />
    </Page>
  )
}

/** The posts that only you see. */
export function ArchivePage() {
  return (
    <Page isWide title={strings.profile.archiveTitle}>
      <PostGrid
        isOfOne
        list={useArchivedPosts()}
        label={strings.profile.archiveTitle}
        empty={
          <EmptyState
            title={strings.profile.archiveEmpty}
            text={strings.profile.archiveEmptyText}
          />
        }
      />
    </Page>
  )
}
