import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReportReview } from 'supabase-social'
import { queries, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { DecisionForm } from './decision-form.tsx'
import { Desk } from './desk.tsx'
import { isSame, partsOf } from './evidence.ts'
import { EvidenceView } from './evidence-view.tsx'
import styles from './staff.module.css'

const text = strings.staff

/** One report with the reported content, and the form that decides about it. */
export function ReportPage() {
  const { reportId } = useParams({ from: '/open/members/staff/reports/$reportId' })
  const {
    data: review,
    error,
    refetch,
  } = useQuery({
    ...queries.reportReview(useSocial(), reportId),
    // Each look is an entry in the log, so that the page looks only once.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <Desk title={text.review}>
      <Link to="/staff" search={{}} className={styles.back}>
        <ChevronLeft size={18} aria-hidden />
        {text.backToQueue}
      </Link>
      {review ? (
        <Review key={review.id} review={review} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton shape="lines" />
      )}
    </Desk>
  )
}

function Review({ review }: { review: ReportReview }) {
  const { snapshot, current, others } = partsOf(review)
  const { target_kind, reason, note, reporter_username, created_at, sanction_count } = review
  return (
    <>
      <section className="stack" style={{ gap: '0.4rem' }}>
        <h2>
          {text.targets[target_kind]} ·{' '}
          <Link to="/u/$username" params={{ username: snapshot.username }}>
            @{snapshot.username}
          </Link>
        </h2>
        <p>
          <span className={styles.badge}>{strings.post.reportReasons[reason]}</span>{' '}
          {text.reportedBy}{' '}
          {reporter_username ? (
            <Link to="/u/$username" params={{ username: reporter_username }}>
              @{reporter_username}
            </Link>
          ) : (
            text.unknownReporter
          )}
          , <Time at={created_at} />
        </p>
        {note && <p className={styles.quote}>{note}</p>}
        <p className="soft small">
          {text.earlier(sanction_count)} {text.logged}
        </p>
      </section>
      <div className={styles.pair}>
        <section className="stack" style={{ gap: '0.5rem' }}>
          <h2>{text.snapshot}</h2>
          <EvidenceView evidence={snapshot} />
        </section>
        <section className="stack" style={{ gap: '0.5rem' }}>
          <h2>{text.current}</h2>
          {!current && <p className="soft">{text.gone}</p>}
          {current &&
            (isSame(snapshot, current) ? (
              <p className="soft">{text.unchanged}</p>
            ) : (
              <EvidenceView evidence={current} />
            ))}
        </section>
      </div>
      {others.length > 0 && (
        <section className="stack" style={{ gap: '0.5rem' }}>
          <h2>{text.otherReports(others.length)}</h2>
          <ul className="stack" style={{ gap: '0.5rem' }}>
            {others.map((other) => (
              <li key={other.id}>
                <span className={styles.badge}>{strings.post.reportReasons[other.reason]}</span>{' '}
                {other.note} <Time at={other.created_at} className="soft small" />
              </li>
            ))}
          </ul>
        </section>
      )}
      {review.decision ? <Decision review={review} /> : null}
      <DecisionForm review={review} current={current} />
    </>
  )
}

function Decision({ review }: { review: ReportReview }) {
  const { decision, decision_reason, decided_at } = review
  if (!decision) return null
  return (
    <section className="stack" style={{ gap: '0.4rem' }}>
      <h2>{text.decision}</h2>
      <p>
        {text.decisions[decision]} {decided_at && <Time at={decided_at} className="soft" />}
      </p>
      {decision_reason && <p className={styles.quote}>{decision_reason}</p>}
    </section>
  )
}
