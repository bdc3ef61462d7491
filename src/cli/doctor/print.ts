import type { Line } from './doctor.ts'

const SIGNS = { fine: '✓', todo: '!', unseen: '?' }
const WIDTH = 24

/** Returns the result of `doctor` as text: one line for each check, and a summary. */
export function print(lines: Line[]): string {
  return [...lines.map(lineOf), '', summary(lines)].join('\n')
}

function lineOf({ state, title, text, link }: Line): string {
  const line = `${SIGNS[state]} ${title.padEnd(WIDTH)} ${text}`
  return link ? `${line}\n${' '.repeat(WIDTH + 3)}${link}` : line
}

function summary(lines: Line[]): string {
  const count = (state: Line['state']) => lines.filter((line) => line.state === state).length
  return `✓ ${count('fine')} fine, ! ${count('todo')} to do, ? ${count('unseen')} not seen`
}
