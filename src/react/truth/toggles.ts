import type { QueryClient } from '@tanstack/react-query'
import { type AnyRow, idOf, type Kind, nameOf } from './rows.ts'
import { type Pending, truthOf } from './truth.ts'

/** Something that a person turns on and off, such as a like. */
export interface Toggle {
  /** The name of the toggle. There is one queue for each name and row. */
  name: string
  kind: Kind
  /** Returns whether the toggle is on in a row. */
  isOn(row: AnyRow): boolean
  /** Returns the fields of a row in which the toggle is on or off, or undefined for other rows. */
  show(kind: Kind, row: AnyRow, isOn: boolean, subject: AnyRow): AnyRow | undefined
  /** Returns the fields of a row after an answer of the server. */
  settle(kind: Kind, row: AnyRow, subject: AnyRow): AnyRow | undefined
  /** Sends the command, and returns the fields that the server answers. */
  send(id: string, isOn: boolean): Promise<AnyRow>
}

interface Run extends Pending {
  wanted: boolean
}

/**
 * Turns a toggle on or off at once, and sends the command. One command per row is in flight. If the
 * person has changed their mind meanwhile, the last wish is sent next. Returns undefined if a run
 * takes over the wish, so that each error is reported once.
 */
export function turn(
  client: QueryClient,
  toggle: Toggle,
  row: AnyRow,
  isOn: boolean,
): Promise<void> | undefined {
  const truth = truthOf(client)
  const { queue } = truth
  const name = `${toggle.name}:${idOf(toggle.kind, row)}`
  const running = queue.get(name) as Run | undefined
  if (running) {
    running.wanted = isOn
    truth.show(running)
    return undefined
  }
  let server = row
  const run: Run = {
    wanted: isOn,
    change: (kind, one) => toggle.show(kind, one, run.wanted, server),
    seen: (kind, one) => {
      if (idOf(kind, one) === idOf(toggle.kind, row)) server = { ...server, ...one }
    },
  }
  queue.set(name, run)
  truth.show(run)
  return finish()

  /** Nobody continues a run of the person before. */
  function isCurrent(): boolean {
    return queue.get(name) === run
  }

  async function finish(): Promise<void> {
    let isKnown = true
    try {
      while (isCurrent() && (!isKnown || run.wanted !== toggle.isOn(server))) {
        const { wanted } = run
        try {
          server = { ...server, ...(await toggle.send(nameOf(row), wanted)) }
          isKnown = true
          // The server can refuse silently. The answer counts then.
          if (run.wanted === wanted) break
        } catch (error) {
          if (run.wanted === wanted) throw error
          isKnown = false
        }
      }
    } finally {
      if (isCurrent()) queue.delete(name)
      truth.settle(run, (kind, one) => toggle.settle(kind, one, server))
    }
  }
}
