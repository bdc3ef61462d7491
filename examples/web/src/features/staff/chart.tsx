import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { DailyStatistics } from 'supabase-social'
import { strings } from '../../strings.ts'
import type { Series } from './statistics-page.tsx'

interface ChartProps {
  days: DailyStatistics[]
  series: Series
  format: (value: number) => string
}

const ink = { fill: 'var(--soft-ink)', fontSize: 12 }

const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

const showDay = (day: string) => date.format(new Date(day))

/**
 * The numbers of one kind by day, as a picture that no key reaches: the table beside it has the same
 * numbers. Only this file needs the chart library.
 */
export function Chart({ days, series, format }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      {/* The table has the numbers for the keyboard and for screen readers. */}
      <BarChart
        data={days}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis
          dataKey="day"
          tickFormatter={showDay}
          tick={ink}
          stroke="var(--line)"
          minTickGap={30}
        />
        <YAxis
          tickFormatter={format}
          tick={ink}
          stroke="var(--line)"
          allowDecimals={false}
          width={series === 'storage_bytes' ? 76 : 34}
        />
        <Tooltip
          labelFormatter={(day) => showDay(String(day))}
          formatter={(value) => [format(Number(value)), strings.staff.series[series]]}
          cursor={{ fill: 'var(--shade)' }}
          contentStyle={{
            background: 'var(--sheet)',
            border: '1px solid var(--line)',
            borderRadius: 'var(--small-round)',
          }}
        />
        <Bar dataKey={series} fill="var(--teal)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  )
}
