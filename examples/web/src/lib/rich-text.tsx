import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { HashtagEntity, Mention } from 'supabase-social'

interface RichTextProps {
  text: string
  mentions: readonly Mention[]
  hashtags?: readonly HashtagEntity[] | undefined
}

/** A text whose mentions and hashtags are links. */
export function RichText({ text, mentions, hashtags = [] }: RichTextProps) {
  const parts: ReactNode[] = []
  let end = 0
  for (const entity of [...mentions, ...hashtags].sort((a, b) => a.start - b.start)) {
    // A hashtag inside of a mention would be written twice.
    if (entity.start < end) continue
    parts.push(text.slice(end, entity.start), linkOf(entity, text.slice(entity.start, entity.end)))
    end = entity.end
  }
  parts.push(text.slice(end))
  return parts
}

function linkOf(entity: Mention | HashtagEntity, label: string): ReactNode {
  const key = entity.start
  if ('hashtag' in entity) {
    return (
      <Link key={key} to="/tags/$hashtag" params={{ hashtag: entity.hashtag }}>
        {label}
      </Link>
    )
  }
  return (
    <Link key={key} to="/u/$username" params={{ username: entity.username }}>
      {label}
    </Link>
  )
}
