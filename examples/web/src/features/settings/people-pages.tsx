import { queries, useList, useSocial, useUnblock, useUnmute } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Endless } from '../../ui/endless.tsx'
import { PersonRow } from '../../ui/person-row.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Setting } from './setting.tsx'

/** The people whom the person blocks. */
export function BlockedPage() {
  const list = useList(queries.blocks(useSocial()))
  const unblock = useUnblock()
  const { empty, emptyText, unblock: label, unblockPerson } = strings.settings.blocked
  return (
    <Setting page="blocked">
      <Endless list={list} skeleton="people" empty={<EmptyState title={empty} text={emptyText} />}>
        {(people) => (
          <ul className="stack">
            {people.map((person) => (
              <li key={person.id}>
                <PersonRow person={person}>
                  <Button
                    size="small"
                    aria-label={unblockPerson(person.username)}
                    isPending={unblock.isPending && unblock.variables === person.id}
                    onClick={() => unblock.mutate(person.id)}
                  >
                    {label}
                  </Button>
                </PersonRow>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Setting>
  )
}

/** The people whose posts the person does not want in the feeds. */
export function MutedPage() {
  const list = useList(queries.mutes(useSocial()))
  const unmute = useUnmute()
  const { empty, emptyText, unmute: label, unmutePerson } = strings.settings.muted
  return (
    <Setting page="muted">
      <Endless list={list} skeleton="people" empty={<EmptyState title={empty} text={emptyText} />}>
        {(people) => (
          <ul className="stack">
            {people.map((person) => (
              <li key={person.id}>
                <PersonRow person={person}>
                  <Button
                    size="small"
                    aria-label={unmutePerson(person.username)}
                    isPending={unmute.isPending && unmute.variables === person.id}
                    onClick={() => unmute.mutate(person.id)}
                  >
                    {label}
                  </Button>
                </PersonRow>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Setting>
  )
}
