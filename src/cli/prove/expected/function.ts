import { list } from '../attempt.ts'
import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import type { Sees } from './rows.ts'

/** A viewer of the scene, and what a call gives them when nothing refuses them beforehand. */
export interface Viewer {
  role: Role
  sees: Sees
}
export type Gives = (viewer: Viewer, label: string) => string

/**
 * A function of schema social. `call` is SQL: $person, $post, $comment and $file stand for what it
 * is tried on, $name for a free username, $own for a loose upload of the caller.
 */
export interface ExpectedFunction {
  callers: Callers
  call: string
  /** `ok`, an error's code, or the labels of the rows in the order of the alphabet. */
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
