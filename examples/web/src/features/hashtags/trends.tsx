import { Link } from '@tanstack/react-router'
import { useTrendingHashtags } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import styles from './hashtags.module.css'

/** The hashtags of the moment, in one line. The line never changes its height. */
export function Trends() {
  const { data: trends } = useTrendingHashtags()
  return (
    <nav aria-label={strings.hashtags.trending} className={styles.trends}>
      <Link to="/tags" className={styles.trend}>
        {strings.explore.allHashtags}
      </Link>
      {trends?.map(({ hashtag, display }) => (
        <Link key={hashtag} to="/tags/$hashtag" params={{ hashtag }} className={styles.trend}>
          #{display}
        </Link>
      ))}
    </nav>
  )
}
