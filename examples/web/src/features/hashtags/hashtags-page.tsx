import { useFollowedHashtags, useTrendingHashtags } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { HashtagRow } from './hashtag-row.tsx'

/** The hashtags that you follow, and those of the moment. */
export function HashtagsPage() {
  return (
    <Page title={strings.hashtags.title}>
      <section className="stack" aria-labelledby="followed">
        <h2 id="followed">{strings.hashtags.followed}</h2>
        <Followed />
      </section>
      <section className="stack" aria-labelledby="trending">
        <h2 id="trending">{strings.hashtags.trending}</h2>
        <Trending />
      </section>
    </Page>
  )
}

function Followed() {
  return (
    <Endless
      list={useFollowedHashtags()}
      skeleton="people"
      empty={
        <EmptyState
          title={strings.hashtags.followedEmpty}
          text={strings.hashtags.followedEmptyText}
        />
      }
    >
      {(hashtags) => (
        <ul aria-labelledby="followed">
          {hashtags.map((hashtag) => (
            <li key={hashtag.hashtag}>
              <HashtagRow hashtag={hashtag} />
            </li>
          ))}
        </ul>
      )}
    </Endless>
  )
}

function Trending() {
  const { data: trends, error, refetch } = useTrendingHashtags()
  if (error && !trends) return <ErrorState error={error} onRetry={() => refetch()} />
  if (!trends) return <Skeleton shape="people" />
  if (trends.length === 0) return <EmptyState title={strings.hashtags.trendingEmpty} />
  return (
    <ul aria-labelledby="trending">
      {trends.map((hashtag) => (
        <li key={hashtag.hashtag}>
          <HashtagRow hashtag={hashtag} />
        </li>
      ))}
    </ul>
  )
}
