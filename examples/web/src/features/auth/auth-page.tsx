import type { ReactNode } from 'react'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import styles from './auth.module.css'

/** The frame of the pages before the login. */
export function AuthPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.frame}>
      <p className={styles.brand}>
        <img src="/tern.svg" alt="" width={40} height={40} />
        {strings.app.name}
      </p>
      <Page title={title}>{children}</Page>
    </main>
  )
}
