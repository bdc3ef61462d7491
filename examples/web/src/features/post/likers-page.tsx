import { useParams } from '@tanstack/react-router'
import { usePostLikers } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { Page } from '../../ui/page.tsx'
import { PersonRow } from '../../ui/person-row.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { FollowButton } from '../people/follow-button.tsx'

/** The people who like a post. */
export function LikersPage() {
  const { postId } = useParams({ from: '/open/members/p/$postId/likes' })
  return (
    <Page title={strings.post.likersTitle}>
      <Endless
        list={usePostLikers(postId)}
        skeleton="people"
        empty={<EmptyState title={strings.post.likersEmpty} />}
      >
        {(people) => (
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <PersonRow person={person}>
                  <FollowButton person={person} />
                </PersonRow>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Page>
  )
}
