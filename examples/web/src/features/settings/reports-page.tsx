import { queries, useList, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Setting } from './setting.tsx'
import styles from './settings.module.css'

const text = strings.settings.reports

/** The reports that the person sent, and what became of them. */
export function OwnReportsPage() {
  const list = useList(queries.reports(useSocial()))
  return (
    <Setting page="reports">
      <Endless
        list={list}
        skeleton="lines"
        empty={<EmptyState title={text.empty} text={text.emptyText} />}
      >
        {(reports) => (
          <ul className="stack">
            {reports.map(({ id, target_kind, reason, note, created_at, decision }) => (
              <li key={id} className="sheet stack" style={{ gap: '0.4rem' }}>
                <p>
                  <b>{text.targets[target_kind]}</b> · {strings.post.reportReasons[reason]} ·{' '}
                  <Time at={created_at} className="soft" />
                </p>
                {note && <p className={styles.quote}>{note}</p>}
                <p className="soft">{decision ? text.decisions[decision] : text.open}</p>
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Setting>
  )
}
