import { openingHours } from './hours.ts'

export default { fetch: () => Response.json({ hello: 'from the bakery', ...openingHours }) }
