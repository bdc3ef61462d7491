const short = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })

const UNITS = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
] as const

/** When something happened: "5h ago" for a week, then the date. */
export function Time({ at, className }: { at: string; className?: string | undefined }) {
  const date = new Date(at)
  return (
    <time dateTime={at} title={long.format(date)} className={className}>
      {describe(date)}
    </time>
  )
}

function describe(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000
  if (Math.abs(seconds) < 60) return short.format(0, 'second')
  if (Math.abs(seconds) > 7 * 86_400) return day.format(date)
  const [unit, size] = UNITS.findLast(([, size]) => Math.abs(seconds) >= size) ?? UNITS[0]
  return short.format(Math.trunc(seconds / size), unit)
}
