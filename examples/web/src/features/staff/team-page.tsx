import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Result, Social, StaffMember, StaffRole } from 'supabase-social'
import { queries, useList, useSession, useSocial } from 'supabase-social/react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/choices.tsx'
import { Endless } from '../../ui/endless.tsx'
import { PersonRow } from '../../ui/person-row.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { Desk } from './desk.tsx'
import styles from './staff.module.css'

const text = strings.staff

const roles = (Object.entries(text.roles) as [StaffRole, string][]).map(([value, label]) => ({
  value,
  label,
}))

/** The members of staff. Administrators add and remove them. */
export function TeamPage() {
  const user = useSession()
  const options = queries.staff(useSocial())
  const list = useList(options)
  const client = useQueryClient()
  const again = () => client.resetQueries({ queryKey: options.queryKey })
  const remove = useAction(({ staff }, id: string) => staff.remove(id), again)
  const role = list.items.find(({ profile_id }) => profile_id === user?.id)?.role
  const isAdministrator = role === 'administrator'
  return (
    <Desk title={text.team}>
      {isAdministrator && <AddForm onAdded={again} />}
      <Endless list={list} skeleton="people" empty={<EmptyState title={text.teamEmpty} />}>
        {(members) => (
          <ul className="stack">
            {members.map((member) => (
              <li key={member.profile_id}>
                <PersonRow person={member} note={text.roles[member.role]}>
                  {isAdministrator && (
                    <Button
                      size="small"
                      aria-label={text.removePerson(member.username)}
                      isPending={remove.isPending && remove.variables === member.profile_id}
                      onClick={() => remove.mutate(member.profile_id)}
                    >
                      {text.remove}
                    </Button>
                  )}
                </PersonRow>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Desk>
  )
}

function AddForm({ onAdded }: { onAdded: () => unknown }) {
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<StaffRole>('moderator')
  const add = useAction(
    (social, name: string) => addByName(social, name, role),
    (member) => {
      toast(text.added(member.username))
      setUsername('')
      return onAdded()
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = username.trim().replace(/^@/, '')
    if (name !== '' && !add.isPending) add.mutate(name)
  }
  return (
    <form className={styles.add} onSubmit={submit} aria-label={text.addTitle}>
      <TextField
        label={text.addUsername}
        value={username}
        autoCapitalize="none"
        autoComplete="off"
        onChange={(event) => setUsername(event.target.value)}
      />
      <Select label={text.addRole} choices={roles} value={role} onChange={setRole} />
      <Button type="submit" kind="primary" isPending={add.isPending}>
        {text.add}
      </Button>
    </form>
  )
}

async function addByName(
  { profiles, staff }: Social,
  username: string,
  role: StaffRole,
): Promise<Result<StaffMember>> {
  const { data: profile, error } = await profiles.getByUsername(username)
  return error ? { data: null, error } : staff.add(profile.id, role)
}
