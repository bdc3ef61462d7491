import type { DemoLogin } from './site.ts'

/** A demo person whom it is worth to look around as, and what this person shows. */
interface Named {
  username: string
  displayName: string
  about: string
}

/** The demo people, as the page for signing in offers them. */
export function toLogins(people: readonly Named[]): DemoLogin[] {
  return people.map(({ username, displayName, about }) => ({
    ...{ username, displayName, email: `${username}@example.com` },
    ...{ password: 'demo-password', note: about },
  }))
}
