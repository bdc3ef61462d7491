import { list } from '../attempt.ts'
import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import type { Sees } from './rows.ts'

/** A role, and a function that returns whether the role sees a test row. */
export interface Viewer {
  role: Role
  sees: Sees
}
/**
 * Returns the expected outcome of a call with a test row. This function is never called for a role
 * that `refusal` rejects.
 */
export type Gives = (viewer: Viewer, label: string) => string

/**
 * The expected behaviour of a function of schema social. `call` contains the arguments in SQL. The
 * placeholders $person, $post, $comment, $report, $notification, $upload and $media stand for the id of the test
 * row that the caller tries to use. The placeholder $name stands for a free username, and $word for a word
 * and hashtag that only the posts of the test data contain.
 */
export interface ExpectedFunction {
  callers: Callers
  call: string
  /** Returns the expected outcome: `ok`, an error code, or the sorted names of the listed rows. */
  gives: Gives
  /** The kind of the listed rows, if the function returns a list. */
  rows?: 'person' | 'post' | 'comment' | 'report' | 'notification'
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

/**
 * Whether lists show a comment or its tombstone. A tombstone takes the place of a comment that the
 * role does not see, as long as the role sees a reply to the comment.
 */
const isListed = ({ role, sees }: Viewer, label: string): boolean =>
  sees(role, 'comment', label) ||
  Object.entries(scene.comments).some(
    ([reply, { parent }]) => parent === label && sees(role, 'comment', reply),
  )

/** Expects the outcome `then` for a thread that lists show, and an error for other threads. */
export const foundThread =
  (then: Gives): Gives =>
  (viewer, label) =>
    isListed(viewer, label) ? then(viewer, label) : MISSING.comment

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
  (viewer, on) =>
    list(
      Object.keys(scene.comments).filter((label) => {
        const comment = scene.comments[label] as scene.Comment
        return isListed(viewer, label) && holds(comment, on)
      }),
    )
