import { Link } from '@tanstack/react-router'
import { useTrendingHashtags } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import styles from './hashtags.module.css'

/** The hashtags of the moment, in one line. Shows nothing if there are none. */
export function Trends() {
  const { data: trends, isPending } = useTrendingHashtags()
  // The line keeps its place while it loads, so that the posts below do not move.
  if (!isPending && !trends?.length) return null
  return (
    <nav aria-label={strings.hashtags.trending} className={styles.trends}>
      {trends?.map(({ hashtag, display }) => (
        <Link key={hashtag} to="/tags/$hashtag" params={{ hashtag }} className={styles.trend}>
          #{display}
        </Link>
      ))}
      {trends && (
        <Link to="/tags" className={styles.trend}>
          {strings.explore.allHashtags}
        </Link>
      )}
    </nav>
  )
}
