import type { ExpectedFunction } from './function.ts'
import { commentFunctions } from './functions-comments.ts'
import {
  discoveryFunctions,
  showLessFunctions,
  suggestionFunctions,
} from './functions-discovery.ts'
import {
  commentModerationFunctions,
  moderationFunctions,
  personModerationFunctions,
  postModerationFunctions,
  reportFunctions,
} from './functions-moderation.ts'
import {
  bellFunctions,
  inboxFunctions,
  mutedPostFunctions,
  notificationFunctions,
} from './functions-notifications.ts'
import { fileFunctions, ownFunctions } from './functions-own.ts'
import { personFunctions } from './functions-people.ts'
import { postFunctions } from './functions-posts.ts'

export interface NamedFunction {
  name: string
  expected: ExpectedFunction
  on: 'nothing' | 'person' | 'post' | 'comment' | 'report' | 'notification' | 'file'
}

const named = (
  on: NamedFunction['on'],
  functions: Record<string, ExpectedFunction>,
): NamedFunction[] => Object.entries(functions).map(([name, expected]) => ({ name, expected, on }))

/** Every function of schema social, and the kind of test row whose id the function takes. */
export const functions: NamedFunction[] = [
  ...named('nothing', {
    ...ownFunctions,
    ...moderationFunctions,
    ...inboxFunctions,
    ...discoveryFunctions,
  }),
  ...named('person', {
    ...personFunctions,
    ...personModerationFunctions,
    ...bellFunctions,
    ...suggestionFunctions,
  }),
  ...named('post', {
    ...postFunctions,
    ...postModerationFunctions,
    ...mutedPostFunctions,
    ...showLessFunctions,
  }),
  ...named('comment', { ...commentFunctions, ...commentModerationFunctions }),
  ...named('report', reportFunctions),
  ...named('notification', notificationFunctions),
  ...named('file', fileFunctions),
]
