import { Link, useSearch } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { ReportCase } from 'supabase-social'
import { queries, useList, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Endless } from '../../ui/endless.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { Desk, States } from './desk.tsx'
import styles from './staff.module.css'

const text = strings.staff

/** The reports that wait for staff, and those that staff decided. */
export function ReportQueuePage() {
  const { state = 'open' } = useSearch({ from: '/open/members/staff' })
  const list = useList(queries.reportQueue(useSocial(), state), { news: state === 'open' })
  const empty =
    state === 'open' ? (
      <EmptyState title={text.queueEmpty} text={text.queueEmptyText} />
    ) : (
      <EmptyState title={text.closedEmpty} />
    )
  return (
    <Desk title={text.reports}>
      <States to="/staff" />
      <Endless list={list} skeleton="lines" empty={empty} end={text.end}>
        {(reports) => (
          <ul className={styles.list}>
            {reports.map((report) => (
              <li key={report.id}>
                <Entry report={report} />
              </li>
            ))}
          </ul>
        )}
      </Endless>
    </Desk>
  )
}

function Entry({ report }: { report: ReportCase }) {
  const { id, target_kind, subject_username, reason, note, report_count, created_at } = report
  const { decision } = report
  return (
    <Link to="/staff/reports/$reportId" params={{ reportId: id }} className={styles.entry}>
      <span>
        <b>{text.targetOf(text.targets[target_kind], subject_username)}</b>
        <span className={styles.badge}>{strings.post.reportReasons[reason]}</span>
        {note && <span className={styles.note}>{note}</span>}
        <span className={`${styles.when} soft small`}>
          <Time at={created_at} />
          {report_count > 1 && ` · ${text.reportCount(report_count)}`}
          {decision && ` · ${text.decisions[decision]}`}
        </span>
      </span>
      <ChevronRight size={20} aria-hidden />
    </Link>
  )
}
