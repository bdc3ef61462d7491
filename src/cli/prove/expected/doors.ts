import type { Door } from './door.ts'
import { commentDoors } from './doors-comments.ts'
import {
  commentModerationDoors,
  moderationDoors,
  personModerationDoors,
  postModerationDoors,
  reportDoors,
} from './doors-moderation.ts'
import { fileDoors, ownDoors } from './doors-own.ts'
import { personDoors } from './doors-people.ts'
import { postDoors } from './doors-posts.ts'

export interface NamedDoor {
  name: string
  door: Door
  on: 'nothing' | 'person' | 'post' | 'comment' | 'report' | 'file'
}

const named = (on: NamedDoor['on'], doors: Record<string, Door>): NamedDoor[] =>
  Object.entries(doors).map(([name, door]) => ({ name, door, on }))

/** Every function of schema social, and what each is tried on. */
export const doors: NamedDoor[] = [
  ...named('nothing', { ...ownDoors, ...moderationDoors }),
  ...named('person', { ...personDoors, ...personModerationDoors }),
  ...named('post', { ...postDoors, ...postModerationDoors }),
  ...named('comment', { ...commentDoors, ...commentModerationDoors }),
  ...named('report', reportDoors),
  ...named('file', fileDoors),
]
