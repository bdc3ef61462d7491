import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useConfig } from '../../app/session.tsx'
import { strings } from '../../strings.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Select } from '../../ui/choices.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { logInPane, paneName, type Side } from './log-in-pane.ts'
import styles from './panes.module.css'

const text = strings.panes

/** Two people of the demo at once, each in a frame with a session of its own. */
export function PanesPage() {
  const { demoLogins } = useConfig()
  return (
    <main className={styles.page}>
      <title>{`${text.title} · ${strings.app.name}`}</title>
      <header className={styles.header}>
        <div>
          <h1 tabIndex={-1}>{text.title}</h1>
          <p className="soft">{text.text}</p>
        </div>
        <ButtonLink to="/">{text.back}</ButtonLink>
      </header>
      {demoLogins.length === 0 ? (
        <EmptyState title={text.none} text={text.noneText} />
      ) : (
        <div className={styles.panes}>
          <Pane side="left" first={0} />
          <Pane side="right" first={1} />
        </div>
      )}
    </main>
  )
}

function Pane({ side, first }: { side: Side; first: number }) {
  const config = useConfig()
  const { demoLogins } = config
  const [email, setEmail] = useState(demoLogins[first]?.email ?? demoLogins[0]?.email ?? '')
  const login = demoLogins.find((one) => one.email === email)
  const { data, error, refetch } = useQuery({
    queryKey: ['pane', side, email],
    queryFn: () => (login ? logInPane(config, side, login) : null),
    // Choosing the person again has to sign the person in again.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const name = login?.displayName ?? ''
  const choices = demoLogins.map(({ email: value, displayName, note }) => ({
    value,
    label: note ? `${displayName} (${note})` : displayName,
  }))
  return (
    <section className={styles.pane} aria-label={text.person(text.sides[side])}>
      <Select
        label={text.person(text.sides[side])}
        choices={choices}
        value={email}
        onChange={setEmail}
      />
      {data ? (
        <iframe
          key={email}
          name={paneName(side)}
          src="/"
          title={text.frame(name)}
          className={styles.frame}
        />
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton shape="post" />
      )}
    </section>
  )
}
