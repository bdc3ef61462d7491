import type { ReactNode } from 'react'
import type { ProfileCard } from 'supabase-social'
import type { List } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { News } from '../../ui/news.tsx'
import { PersonRow } from '../../ui/person-row.tsx'
import { FollowButton } from './follow-button.tsx'

interface PeopleListProps<Person extends ProfileCard> {
  list: List<Person>
  label: string
  empty: ReactNode
  /** The line under the name. It says whether the person follows you, if it is left out. */
  note?: ((person: Person) => ReactNode) | undefined
  /** The buttons of a row. A row without its own has the follow button. */
  buttons?: ((person: Person) => ReactNode) | undefined
  newPeople?: ((count: number) => string) | undefined
}

/** People one below the other. */
export function PeopleList<Person extends ProfileCard>(props: PeopleListProps<Person>) {
  const { list, label, empty, note = followsYou, buttons, newPeople } = props
  return (
    <>
      <News
        count={list.newCount}
        label={newPeople ?? strings.people.newPeople}
        onShow={list.showNew}
      />
      <Endless list={list} skeleton="people" empty={empty}>
        {(people) => (
          <ul aria-label={label}>
            {people.map((person) => (
              <li key={person.id}>
                <PersonRow person={person} note={note(person)}>
                  {buttons ? buttons(person) : <FollowButton person={person} />}
                </PersonRow>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </>
  )
}

/** Says that a person follows you. */
export function followsYou({ followed_by_state }: ProfileCard): string | null {
  return followed_by_state === 'accepted' ? strings.people.followsYou : null
}
