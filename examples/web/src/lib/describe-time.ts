const UNITS = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
] as const

/** Says when something happened: "5h ago" for a week, then the date. */
export function describeTime(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000
  if (Math.abs(seconds) > 7 * 86_400) {
    day ??= new Intl.DateTimeFormat('en', { dateStyle: 'medium' })
    return day.format(date)
  }
  short ??= new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })
  if (Math.abs(seconds) < 60) return short.format(0, 'second')
  const [unit, size] = UNITS.findLast(([, size]) => Math.abs(seconds) >= size) ?? UNITS[0]
  return short.format(Math.trunc(seconds / size), unit)
}

let day: Intl.DateTimeFormat | undefined
let short: Intl.RelativeTimeFormat | undefined
