import { useNavigate } from '@tanstack/react-router'
import type { SearchSort } from 'supabase-social'
import { useHashtagSearch, usePostSearch, useProfileSearch } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Select } from '../../ui/choices.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { HashtagRow } from '../hashtags/hashtag-row.tsx'
import { PeopleList } from '../people/people-list.tsx'
import { PostGrid } from '../post/grid.tsx'
import { bare } from './bare.ts'
import styles from './search.module.css'

const sorts = [
  { value: 'newest', label: strings.search.newest },
  { value: 'relevance', label: strings.search.relevance },
] as const

/** Posts with the words, in the order that the person chooses. */
export function FoundPosts({ text, sort }: { text: string; sort: SearchSort }) {
  const navigate = useNavigate()
  const choose = (chosen: SearchSort) =>
    navigate({
      to: '/search',
      search: { q: text, ...(chosen === 'relevance' && { sort: chosen }) },
      replace: true,
      resetScroll: false,
    })
  return (
    <>
      <div className={styles.order}>
        <Select label={strings.search.orders} choices={sorts} value={sort} onChange={choose} />
      </div>
      <PostGrid
        list={usePostSearch(text, sort)}
        label={strings.search.grid(text)}
        empty={<Nothing text={text} />}
      />
    </>
  )
}

/** People whose names begin with the text. */
export function FoundPeople({ text }: { text: string }) {
  return (
    <PeopleList
      list={useProfileSearch(bare(text))}
      label={strings.search.people}
      empty={<Nothing text={text} />}
    />
  )
}

/** Hashtags that begin with the text. */
export function FoundHashtags({ text }: { text: string }) {
  const { data: hashtags, error, refetch } = useHashtagSearch(bare(text))
  if (error && !hashtags) return <ErrorState error={error} onRetry={() => refetch()} />
  if (!hashtags) return <Skeleton shape="people" />
  if (hashtags.length === 0) return <Nothing text={text} />
  return (
    <ul aria-label={strings.search.hashtags}>
      {hashtags.map((hashtag) => (
        <li key={hashtag.hashtag}>
          <HashtagRow hashtag={hashtag} />
        </li>
      ))}
    </ul>
  )
}

function Nothing({ text }: { text: string }) {
  return <EmptyState title={strings.search.nothing(text)} text={strings.search.nothingText} />
}
