import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { DailyStatistics } from 'supabase-social'
import { queries, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Select } from '../../ui/choices.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Desk } from './desk.tsx'
import styles from './staff.module.css'

const Chart = lazy(() => import('./chart.tsx').then((module) => ({ default: module.Chart })))

const text = strings.staff

/** One of the numbers that are counted by day. */
export type Series = keyof typeof text.series

const series = Object.keys(text.series) as Series[]

type Days = keyof typeof text.dayChoices

const dayChoices = Object.entries(text.dayChoices).map(([value, label]) => ({ value, label }))

/** What was new on each day, as charts and as a table. */
export function StatisticsPage() {
  const [days, setDays] = useState<Days>(30)
  const { data, error, refetch } = useQuery(queries.statistics(useSocial(), Number(days)))
  return (
    <Desk title={text.statistics}>
      <div className={styles.days}>
        <p className="soft">{text.statisticsText}</p>
        <Select
          label={text.days}
          choices={dayChoices}
          value={String(days)}
          onChange={(value) => setDays(Number(value) as Days)}
        />
      </div>
      {data ? (
        <>
          <Charts days={data} />
          <Table days={data} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <Skeleton shape="grid" />
      )}
    </Desk>
  )
}

function Charts({ days }: { days: DailyStatistics[] }) {
  return (
    <ul className={styles.charts}>
      {series.map((name) => (
        <li key={name} className="sheet stack" style={{ gap: '0.3rem' }}>
          <h2>{text.series[name]}</h2>
          <p className="soft small">
            {text.total(
              show(
                name,
                days.reduce((sum, day) => sum + day[name], 0),
              ),
            )}
          </p>
          <div className={styles.chart} aria-hidden>
            <Suspense fallback={null}>
              <Chart days={days} series={name} format={(value) => show(name, value)} />
            </Suspense>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The same numbers for people who do not see the charts, and for those who want them exactly. */
function Table({ days }: { days: readonly DailyStatistics[] }) {
  return (
    <details>
      <summary className={styles.summary}>{text.table}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach what scrolls */}
      <section className={styles.scroll} aria-label={text.statistics} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text.day}</th>
              {series.map((name) => (
                <th key={name} scope="col">
                  {text.series[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map((day) => (
              <tr key={day.day}>
                <th scope="row">{day.day}</th>
                {series.map((name) => (
                  <td key={name}>{show(name, day[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

function show(name: Series, value: number): string {
  return name === 'storage_bytes' ? text.bytes(value) : value.toLocaleString('en')
}
