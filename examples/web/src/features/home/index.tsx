import { useSearch } from '@tanstack/react-router'
import { useSession } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { LoadingPage, Page } from '../../ui/page.tsx'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'
import { FollowingFeed, ForYouFeed } from './feeds.tsx'
import { Welcome } from './welcome.tsx'

/** The feeds of the signed-in person, or a welcome. */
export function HomePage() {
  const user = useSession()
  const { feed } = useSearch({ from: '/open/' })
  if (user === undefined) return <LoadingPage />
  if (user === null) return <Welcome />
  return (
    <Page title={strings.home.title} isTitleHidden>
      <TabLinks label={strings.home.feeds}>
        <TabLink to="/" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          {strings.home.following}
        </TabLink>
        <TabLink to="/" search={{ feed: 'for-you' }}>
          {strings.home.forYou}
        </TabLink>
      </TabLinks>
      {feed === 'for-you' ? <ForYouFeed /> : <FollowingFeed />}
    </Page>
  )
}
