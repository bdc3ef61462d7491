import { list } from '../attempt.ts'
import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import type { Sees } from './rows.ts'

/** A role, and the rows that it sees. */
export interface Viewer {
  role: Role
  sees: Sees
}
/** The outcome of a call for a viewer whom `refusal` does not refuse. */
export type Gives = (viewer: Viewer, label: string) => string

/**
 * A function of schema social. `call` is its arguments in SQL, where $person, $post, $comment,
 * $report, $upload and $media stand for the target, and $name for a free username.
 */
export interface ExpectedFunction {
  callers: Callers
  call: string
  /** `ok`, an error code, or the sorted labels of the rows. */
  gives: Gives
  /** For a list: the kind of id that identifies its rows. */
  rows?: 'person' | 'post' | 'comment' | 'report'
}

export const calls = (
  callers: Callers,
  call: string,
  gives: Gives,
  rows?: ExpectedFunction['rows'],
): ExpectedFunction => ({ callers, call, gives, ...(rows && { rows }) })

export const ok = () => 'ok'
export const found =
  (kind: 'person' | 'post' | 'comment', then: Gives = ok): Gives =>
  (viewer, label) =>
    viewer.sees(viewer.role, kind, label) ? then(viewer, label) : MISSING[kind]

const MISSING = {
  person: 'profile_not_found',
  post: 'post_not_found',
  comment: 'comment_not_found',
}

export const likersOf =
  (likes: [Role, string][]): Gives =>
  ({ role, sees }, label) =>
    list(likes.filter(([who, on]) => on === label && sees(role, 'person', who)).map(([who]) => who))

export const commentsWhere =
  (holds: (comment: scene.Comment, label: string) => boolean): Gives =>
  ({ role, sees }, on) =>
    list(
      Object.keys(scene.comments).filter((label) => {
        const comment = scene.comments[label] as scene.Comment
        return sees(role, 'comment', label) && holds(comment, on)
      }),
    )
