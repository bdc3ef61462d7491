/** The part of a stream that a progress bar needs. */
export interface ProgressStream {
  isTTY?: boolean
  write(text: string): unknown
}

const WIDTH = 24
const REDRAW_MS = 100
const LINE_MS = 10_000

/**
 * Shows how far a long command is. In a terminal, the bar redraws its line. In a log file, the bar
 * writes a line every ten seconds.
 */
export class Progress {
  private shownAt: number
  private done = 0

  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly stream: ProgressStream = process.stderr,
    private readonly now: () => number = Date.now,
  ) {
    this.shownAt = stream.isTTY ? 0 : now()
  }

  /** Sets the number of items that are done. */
  update(done: number): void {
    this.done = done
    const pause = this.stream.isTTY ? REDRAW_MS : LINE_MS
    if (this.now() - this.shownAt < pause) return
    this.shownAt = this.now()
    this.stream.write(this.stream.isTTY ? `\r${this.line()}` : `${this.line()}\n`)
  }

  /** Ends the line of the bar, so that the next output starts on a new line. */
  end(): void {
    if (this.stream.isTTY) this.stream.write(`\r${this.line()}\n`)
  }

  private line(): string {
    const share = Math.min(1, this.total > 0 ? this.done / this.total : 1)
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
    const numbers = `${this.done.toLocaleString('en')} of ${this.total.toLocaleString('en')}`
    return `${this.label} ${bar} ${Math.floor(share * 100)}% (${numbers})`
  }
}
