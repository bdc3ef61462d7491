import { Link } from '@tanstack/react-router'
import type { Hashtag } from 'supabase-social'
import { strings } from '../../strings.ts'
import { FollowHashtagButton } from './follow-hashtag-button.tsx'
import styles from './hashtags.module.css'

type Shown = Pick<Hashtag, 'hashtag' | 'display' | 'post_count' | 'is_following'>

/** A hashtag in a list. */
export function HashtagRow({ hashtag }: { hashtag: Shown }) {
  return (
    <div className={styles.row}>
      <div>
        <Link to="/tags/$hashtag" params={{ hashtag: hashtag.hashtag }}>
          #{hashtag.display}
        </Link>
        <p className="soft small">{strings.hashtags.posts(hashtag.post_count)}</p>
      </div>
      <FollowHashtagButton hashtag={hashtag} />
    </div>
  )
}
