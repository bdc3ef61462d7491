import { Search } from 'lucide-react'
import { useExplore } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Trends } from '../hashtags/trends.tsx'
import { PostGrid } from '../post/grid.tsx'

/** Public posts of people whom you do not follow, and the hashtags of the moment. */
export function ExplorePage() {
  return (
    <Page
      isWide
      title={strings.explore.title}
      actions={
        <ButtonLink to="/search" size="small">
          <Search size={18} aria-hidden />
          {strings.explore.search}
        </ButtonLink>
      }
    >
      <Trends />
      <PostGrid
        list={useExplore()}
        label={strings.explore.posts}
        empty={
          <EmptyState
            title={strings.explore.empty}
            text={strings.explore.emptyText}
            action={
              <ButtonLink to="/people" kind="primary">
                {strings.explore.findPeople}
              </ButtonLink>
            }
          />
        }
      />
    </Page>
  )
}
