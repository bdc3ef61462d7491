import { describeTime } from '../lib/describe-time.ts'

const long = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' })

/** When something happened: "5h ago" for a week, then the date. */
export function Time({ at, className }: { at: string; className?: string | undefined }) {
  const date = new Date(at)
  return (
    <time dateTime={at} title={long.format(date)} className={className}>
      {describeTime(date)}
    </time>
  )
}
