import { inject } from 'vitest'

/** The tests of the app have a stack of their own, where people.ts and mail.ts find it too. */
Object.assign(process.env, inject('appStack'))
