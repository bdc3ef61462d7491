import type { DemoPerson } from '../seed.ts'
import type { DemoLogin } from './site.ts'

/** What the demo data may say about a person besides the login. */
type Described = DemoPerson & { displayName?: string; note?: string }

/** The demo people, as the page for signing in offers them. */
export function toLogins(people: readonly Described[]): DemoLogin[] {
  return people.map(({ username, email, password, displayName, note }) => ({
    ...{ username, email, password },
    displayName: displayName ?? username[0]?.toUpperCase() + username.slice(1),
    note: note ?? '',
  }))
}
