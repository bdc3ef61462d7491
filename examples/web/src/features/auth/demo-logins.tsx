import { useState } from 'react'
import { useSocial } from 'supabase-social/react'
import type { DemoLogin } from '../../app/config.ts'
import { useConfig } from '../../app/session.tsx'
import { strings } from '../../strings.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { toastError } from '../../ui/toast.tsx'
import styles from './auth.module.css'

/** The people of the demo, each with one click. */
export function DemoLogins() {
  const { demoLogins } = useConfig()
  const social = useSocial()
  const [isPending, setIsPending] = useState(false)
  if (demoLogins.length === 0) return null
  const logIn = async ({ email, password }: DemoLogin) => {
    if (isPending) return
    setIsPending(true)
    const { error } = await social.auth.signIn({ email, password })
    setIsPending(false)
    if (error) toastError(error)
  }
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title">{strings.auth.demoTitle}</h2>
      <p className="soft small">{strings.auth.demoText}</p>
      <ul className={styles.demo}>
        {demoLogins.map((login) => (
          <li key={login.email}>
            <button type="button" className={styles.login} onClick={() => logIn(login)}>
              <Avatar path={null} name={login.displayName} />
              <span>
                <span className={styles.name}>{login.displayName}</span>
                <span className={`${styles.note} soft small`}>{login.note}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
