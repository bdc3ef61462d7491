/** Shows on stderr how far a long step is: on a terminal in one line, else in a line now and then. */
export class Progress {
  readonly #isTerminal = process.stderr.isTTY === true
  #last = this.#isTerminal ? 0 : Date.now() // a short step prints no line into a log

  show(what: string, count: number, total: number): void {
    if (Date.now() - this.#last < (this.#isTerminal ? 100 : 5000)) return
    this.#last = Date.now()
    const share = total > 0 ? ` (${Math.min(100, Math.floor((100 * count) / total))} %)` : ''
    const line = `${what}: ${count} of ${total}${share}`
    process.stderr.write(this.#isTerminal ? `\r\x1b[K${line}` : `${line}\n`)
  }

  /** Clears the line of the terminal. */
  end(): void {
    if (this.#isTerminal) process.stderr.write('\r\x1b[K')
  }
}
