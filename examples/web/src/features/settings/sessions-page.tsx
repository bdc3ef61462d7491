import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Session } from 'supabase-social'
import { queries, useEndSession, useSocial } from 'supabase-social/react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { Loaded, Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.sessions

/** The devices on which the person is logged in. */
export function SessionsPage() {
  const sessions = useQuery(queries.sessions(useSocial()))
  return (
    <Setting page="sessions">
      <p className="soft">{text.text}</p>
      <Loaded query={sessions}>{(all) => <Sessions all={all} />}</Loaded>
    </Setting>
  )
}

function Sessions({ all }: { all: readonly Session[] }) {
  const end = useEndSession()
  const client = useQueryClient()
  const { queryKey } = queries.sessions(useSocial())
  const endOthers = useAction(
    ({ auth }, _: undefined) => auth.signOut({ scope: 'others' }),
    () => {
      toast(text.othersEnded)
      return client.invalidateQueries({ queryKey })
    },
  )
  if (all.length === 0) return <EmptyState title={text.none} />
  return (
    <>
      <ul className="stack">
        {all.map((session) => (
          <li key={session.id} className={`sheet ${styles.item}`}>
            <About session={session} />
            {!session.is_current && (
              <Button
                size="small"
                aria-label={text.endSession(session.device ?? text.unknown)}
                isPending={end.isPending && end.variables === session.id}
                onClick={() => end.mutate(session.id, { onSuccess: () => toast(text.ended) })}
              >
                {text.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {all.length > 1 && (
        <Button isPending={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
          {text.endOthers}
        </Button>
      )}
    </>
  )
}

function About({ session }: { session: Session }) {
  const { device, user_agent, ip, created_at, last_seen_at, is_current } = session
  return (
    <div>
      <p title={user_agent ?? undefined}>
        <b>{device ?? text.unknown}</b>
      </p>
      <p className="soft small">
        {is_current ? (
          text.current
        ) : (
          <>
            {text.seen} <Time at={last_seen_at} />
          </>
        )}
        {' · '}
        {text.began} <Time at={created_at} />
        {ip && ` · ${text.address(ip)}`}
      </p>
    </div>
  )
}
