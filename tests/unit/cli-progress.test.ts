import { expect, it } from 'vitest'
import { Progress } from '../../src/cli/progress.ts'

function bar(isTTY: boolean) {
  const clock = { now: 1000 }
  const written: string[] = []
  const stream = { isTTY, write: (text: string) => written.push(text) }
  return { clock, written, progress: new Progress('Working', 2000, stream, () => clock.now) }
}

it('in a terminal, the progress bar redraws its line at most every 100 milliseconds', () => {
  const { clock, written, progress } = bar(true)
  progress.update(500)
  progress.update(600)
  clock.now += 100
  progress.update(1000)
  progress.update(2000)
  progress.end()
  expect(written).toEqual([
    '\rWorking ██████░░░░░░░░░░░░░░░░░░ 25% (500 of 2,000)',
    '\rWorking ████████████░░░░░░░░░░░░ 50% (1,000 of 2,000)',
    '\rWorking ████████████████████████ 100% (2,000 of 2,000)\n',
  ])
})

it('in a log file, the progress bar writes a line every ten seconds', () => {
  const { clock, written, progress } = bar(false)
  progress.update(100)
  clock.now += 10_000
  progress.update(1000)
  progress.update(2000)
  progress.end()
  expect(written).toEqual(['Working ████████████░░░░░░░░░░░░ 50% (1,000 of 2,000)\n'])
})

it('a progress bar that counts more than its total stays at 100 percent', () => {
  const { written, progress } = bar(true)
  progress.update(2001)
  expect(written).toEqual(['\rWorking ████████████████████████ 100% (2,001 of 2,000)'])
})
