import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import type { SocialError } from '../../sdk/social-error.ts'
import type { AnyRow, Kind } from '../truth/rows.ts'
import { idOf } from '../truth/rows.ts'
import { type Toggle, turn } from '../truth/toggles.ts'
import { truthOf } from '../truth/truth.ts'

/** The state of a command that turns something on and off. */
export interface ToggleState {
  /** Turns it on or off at once. If the command fails, it goes back, and `error` says why. */
  toggle(): void
  /** Whether a command is on its way. */
  isPending: boolean
  /** The error of the last command, or null. */
  error: SocialError | null
}

/** Returns a row as it is now, although the component may hold an older copy of it. */
export function useCurrent<Row extends object>(kind: Kind, row: Row): Row {
  const truth = truthOf(useQueryClient())
  const id = idOf(kind, row as AnyRow)
  const { writes } = truth
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new copy of the same row is no reason to watch anew
  const watch = useCallback(
    (listener: () => void) => truth.watch(kind, row as AnyRow, writes, listener),
    [truth, kind, id],
  )
  const now = useSyncExternalStore(
    watch,
    () => truth.current(kind, row as AnyRow),
    () => row as AnyRow,
  )
  return now as Row
}

/** Shows and turns a toggle of a row. */
export function useToggle<Row extends object>(
  toggle: Toggle,
  row: Row,
): ToggleState & { current: Row } {
  const client = useQueryClient()
  const current = useCurrent(toggle.kind, row)
  const { mutate, isPending, error } = useMutation<void, SocialError, Promise<void>>({
    mutationFn: (done) => done,
    networkMode: 'always',
  })
  const press = () => {
    const now = truthOf(client).current(toggle.kind, row as AnyRow)
    const done = turn(client, toggle, now, !toggle.isOn(now))
    if (done) mutate(done)
  }
  return { current, toggle: press, isPending, error }
}
