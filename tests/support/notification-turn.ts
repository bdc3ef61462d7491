import type { NotificationModel } from './notification-model.ts'
import type { Comment, Post, Visibility } from './visibility-model.ts'
import type { Person, World } from './world.ts'

/** One step of a random history, with the people and things that the step chose. */
export interface Turn {
  world: World
  model: NotificationModel
  who: Person
  whom: Person
  post?: Post
  comment?: Comment
  visibility: Visibility
  what: number
  named: Person[]
}
/** Runs one step in the database and in the model. Returns the real and the expected answer. */
export type Play = (turn: Turn) => Promise<[actual: string, expected: string]>
