import { Link, type LinkProps } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { strings } from '../../strings.ts'
import { Page } from '../../ui/page.tsx'
import styles from './settings.module.css'

type Setting = keyof typeof strings.settings.pages
type Entry = [Setting, LinkProps['to']]

const groups: [keyof typeof strings.settings.groups, Entry[]][] = [
  [
    'you',
    [
      ['profile', '/settings/profile'],
      ['username', '/settings/username'],
    ],
  ],
  [
    'privacy',
    [
      ['privacy', '/settings/privacy'],
      ['closeFriends', '/close-friends'],
      ['blocked', '/settings/blocked'],
    ],
  ],
  [
    'app',
    [
      ['notifications', '/settings/notifications'],
      ['feed', '/settings/feed'],
      ['muted', '/settings/muted'],
      ['words', '/settings/words'],
    ],
  ],
  [
    'account',
    [
      ['password', '/settings/password'],
      ['sessions', '/settings/sessions'],
      ['deleted', '/settings/deleted'],
      ['reports', '/settings/reports'],
      ['sanctions', '/settings/sanctions'],
      ['export', '/settings/export'],
      ['account', '/settings/account'],
    ],
  ],
]

/** The list of all settings. */
export function SettingsPage() {
  return (
    <Page title={strings.settings.title}>
      {groups.map(([group, entries]) => (
        <section key={group} className="stack" style={{ gap: '0.5rem' }}>
          <h2>{strings.settings.groups[group]}</h2>
          <ul className={styles.list}>
            {entries.map(([page, to]) => (
              <li key={page}>
                <Link to={to} className={styles.entry}>
                  <span>
                    <b>{strings.settings.pages[page][0]}</b>
                    <span className="soft small">{strings.settings.pages[page][1]}</span>
                  </span>
                  <ChevronRight size={20} aria-hidden />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}
