import { writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { cpuOf, findDeno, peakOf } from '../../tests/support/ingest-cost.ts'
import { photo } from '../../tests/support/photo.ts'
import type { RawSender, Response } from '../../tests/support/raw-sender.ts'

/** The response to a request, and what the request cost the process of the function. */
export interface Measured extends Response {
  /** Seconds of CPU time. */
  cpu: number
  /** The peak memory of the process since it started, in megabytes. */
  memory: number
  /** Whether the first answer was 5xx and the second was not, as after a lost connection. */
  isRepeated: boolean
}

/**
 * Calls social-ingest for one file at a time, and measures the process that runs the function. The
 * measurement reads /proc, so it works only on Linux.
 */
export class MeasuredFunction {
  readonly #sender: RawSender
  #pid: number | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(sender: RawSender) {
    this.#sender = sender
  }

  /** Processes an upload after the calls before. If `isAlone`, a new process does this. */
  ingest(call: Parameters<RawSender['ingest']>, isAlone = false): Promise<Measured> {
    const result = this.#last.then(() => this.#ingest(call, isAlone))
    this.#last = result.catch(() => {})
    return result
  }

  async #ingest(call: Parameters<RawSender['ingest']>, isAlone: boolean): Promise<Measured> {
    if (isAlone) await this.#end()
    const pid = this.#pid ?? (await this.#start())
    const before = cpuOf(pid)
    const first = await this.#sender.ingest(...call)
    // A file is to blame only if it leads to the same answer again.
    const isRepeated = first.status === 500
    const response = isRepeated ? await this.#sender.ingest(...call) : first
    try {
      return { ...response, isRepeated, cpu: cpuOf(pid) - before, memory: peakOf(pid) }
    } catch {
      return { ...response, isRepeated, cpu: 0, memory: 0 } // the process has ended
    } finally {
      // A process that hangs or was ended cannot process the next file.
      if (isAlone || response.status > 500) await this.#end()
    }
  }

  /** Starts a process, and loads ImageMagick, so that only the cost of a file is measured. */
  async #start(): Promise<number> {
    const id = await this.#sender.upload(new Uint8Array(await photo().arrayBuffer()))
    for (let tries = 0; ; tries++) {
      const { status } = await this.#sender.ingest(id, 'post')
      if (status === 200) break
      if (tries > 20) throw new Error(`social-ingest answers ${status} to a good photo`)
      await wait(100)
    }
    this.#pid = findDeno()
    writeFileSync(`/proc/${this.#pid}/clear_refs`, '5') // resets the peak memory
    return this.#pid
  }

  async #end(): Promise<void> {
    this.#pid = undefined
    for (let isRunning = true; isRunning; await wait(20)) {
      try {
        process.kill(findDeno(), 'SIGKILL')
      } catch {
        isRunning = false
      }
    }
  }
}
