export { Moderation } from './resources/moderation.ts'
export { Staff } from './resources/staff.ts'
