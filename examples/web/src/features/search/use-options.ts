import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Hashtag, ProfileCard } from 'supabase-social'
import { queries, useProfileSearch, useSocial } from 'supabase-social/react'
import { useSettled } from '../../lib/use-settled.ts'
import { bare } from './bare.ts'

/** What the search field suggests: a person, a hashtag, or all posts with the words. */
export type SearchOption =
  | { kind: 'person'; id: string; person: ProfileCard }
  | { kind: 'hashtag'; id: string; hashtag: Hashtag }
  | { kind: 'posts'; id: string; text: string }

const MOST = 5

/**
 * Returns what to suggest for a text. "@" asks for people only, and "#" for hashtags only. While an
 * answer is on its way, the last suggestions stay, so that the list does not flicker.
 */
export function useOptions(text: string): SearchOption[] {
  const settled = useSettled(text.trim())
  const words = bare(settled)
  const asksPeople = words !== '' && !settled.startsWith('#')
  const asksHashtags = words !== '' && !settled.startsWith('@')
  const people = useProfileSearch(asksPeople ? words : '')
  const hashtags = useQuery({
    ...queries.hashtagSearch(useSocial(), words),
    enabled: asksHashtags,
  })
  const last = useRef<SearchOption[]>([])
  if (words === '' || text.trim() === '') {
    last.current = []
    return last.current
  }
  const isWaiting = (asksPeople && people.query.isPending) || (asksHashtags && hashtags.isPending)
  if (!isWaiting) {
    last.current = [
      ...(asksPeople ? people.items.slice(0, MOST).map(ofPerson) : []),
      ...(asksHashtags ? (hashtags.data ?? []).slice(0, MOST).map(ofHashtag) : []),
    ]
  }
  return [...last.current, { kind: 'posts', id: 'posts', text: text.trim() }]
}

function ofPerson(person: ProfileCard): SearchOption {
  return { kind: 'person', id: `person-${person.id}`, person }
}

function ofHashtag(hashtag: Hashtag): SearchOption {
  return { kind: 'hashtag', id: `hashtag-${hashtag.hashtag}`, hashtag }
}
