import { useParams, useSearch } from '@tanstack/react-router'
import { useHashtag, useHashtagPosts } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TabLink, TabLinks } from '../../ui/tab-links.tsx'
import { PostGrid } from '../post/grid.tsx'
import { FollowHashtagButton } from './follow-hashtag-button.tsx'

/** The public posts with a hashtag, the newest or the most liked first. */
export function HashtagPage() {
  const { hashtag: name } = useParams({ from: '/open/tags/$hashtag' })
  const { sort } = useSearch({ from: '/open/tags/$hashtag' })
  const { data: hashtag } = useHashtag(name)
  const display = hashtag?.display ?? name
  return (
    <Page
      isWide
      title={`#${display}`}
      actions={hashtag && <FollowHashtagButton hashtag={hashtag} />}
    >
      <p className="soft">{hashtag ? strings.hashtags.posts(hashtag.post_count) : '\u00a0'}</p>
      <TabLinks label={strings.hashtags.orders}>
        <TabLink
          to="/tags/$hashtag"
          params={{ hashtag: name }}
          search={{}}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {strings.hashtags.newest}
        </TabLink>
        <TabLink to="/tags/$hashtag" params={{ hashtag: name }} search={{ sort: 'top' }}>
          {strings.hashtags.top}
        </TabLink>
      </TabLinks>
      <PostGrid
        list={useHashtagPosts(name, sort ?? 'newest')}
        label={strings.hashtags.grid(display)}
        empty={
          <EmptyState
            title={strings.hashtags.empty}
            text={strings.hashtags.emptyText}
            action={<ButtonLink to="/new">{strings.hashtags.newPost}</ButtonLink>}
          />
        }
      />
    </Page>
  )
}
