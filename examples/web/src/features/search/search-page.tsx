import { useSearch } from '@tanstack/react-router'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'
import { Trends } from '../hashtags/trends.tsx'
import { FoundHashtags, FoundPeople, FoundPosts } from './found.tsx'
import { SearchField } from './search-field.tsx'

/** Finds people, hashtags and posts. The address keeps the search, so back leads to it. */
export function SearchPage() {
  const { q = '', kind, sort } = useSearch({ from: '/open/members/search' })
  return (
    <Page isWide title={strings.search.title}>
      <SearchField key={q} start={q} />
      {q === '' ? (
        <>
          <Trends />
          <EmptyState title={strings.search.begin} text={strings.search.beginText} />
        </>
      ) : (
        <>
          <Kinds text={q} />
          {kind === 'people' && <FoundPeople text={q} />}
          {kind === 'hashtags' && <FoundHashtags text={q} />}
          {!kind && <FoundPosts text={q} sort={sort ?? 'newest'} />}
        </>
      )}
    </Page>
  )
}

const exactly = { exact: true, includeSearch: true }

function Kinds({ text }: { text: string }) {
  const { sort } = useSearch({ from: '/open/members/search' })
  return (
    <TabLinks label={strings.search.kinds}>
      <TabLink to="/search" search={{ q: text, ...(sort && { sort }) }} activeOptions={exactly}>
        {strings.search.posts}
      </TabLink>
      <TabLink to="/search" search={{ q: text, kind: 'people' }} activeOptions={exactly}>
        {strings.search.people}
      </TabLink>
      <TabLink to="/search" search={{ q: text, kind: 'hashtags' }} activeOptions={exactly}>
        {strings.search.hashtags}
      </TabLink>
    </TabLinks>
  )
}
