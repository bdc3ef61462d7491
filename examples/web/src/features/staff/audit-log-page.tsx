import { Link } from '@tanstack/react-router'
import type { AuditEntry } from 'supabase-social'
import { queries, useList, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Desk } from './desk.tsx'
import styles from './staff.module.css'

const text = strings.staff

/** What staff did, latest first. */
export function AuditLogPage() {
  const list = useList(queries.auditLog(useSocial()))
  const columns = Object.entries(text.auditColumns)
  return (
    <Desk title={text.audit}>
      <Endless
        list={list}
        skeleton="lines"
        empty={<EmptyState title={text.auditEmpty} />}
        end={text.end}
      >
        {(entries) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls
          <section className={styles.scroll} aria-label={text.audit} tabIndex={0}>
            <table className={styles.table}>
              <thead>
                <tr>
                  {columns.map(([key, label]) => (
                    <th key={key} scope="col">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {entries.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Endless>
    </Desk>
  )
}

function Row({ entry }: { entry: AuditEntry }) {
  const { created_at, actor_username, is_automated, action, target_kind, reason } = entry
  const who = is_automated ? text.machine : text.operator
  return (
    <tr>
      <td>
        <Time at={created_at} />
      </td>
      <td>{actor_username ? `@${actor_username}` : who}</td>
      <td>
        {text.auditActions[action] ?? action}: {text.auditTargets[target_kind] ?? target_kind}
      </td>
      <td>
        {entry.subject_username && (
          <Link to="/u/$username" params={{ username: entry.subject_username }}>
            @{entry.subject_username}
          </Link>
        )}
      </td>
      <td>{reason}</td>
    </tr>
  )
}
