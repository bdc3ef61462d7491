import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import { refusal } from './callers.ts'
import type { Sees } from './rows.ts'

/** Whether this is a file in social-uploads, which only the secret key can read. */
const isRaw = (label: string) => label.startsWith('raw')

/** Returns the bucket of a file. */
export function bucketOf(label: string): string {
  if (/^(avatar|picture) /.test(label)) return 'social-avatars'
  return isRaw(label) ? 'social-uploads' : 'social-media'
}

/**
 * Returns whether a role may read a file. People may read the files of posts that they can see, the
 * pictures of profiles that they can see, and their own files, except for raw uploads.
 */
export function readsFile(sees: Sees, role: Role, label: string): boolean {
  if (role === 'service') return true
  if (label.startsWith('picture of') && sees(role, 'person', 'owner')) return true
  const [, of = ''] = /^of post (.*)/.exec(label) ?? []
  if (of) return sees(role, 'post', of) || (scene.posts[of]?.author === role && isInUse(role))
  return label.endsWith(` of ${role}`) && !isRaw(label) && isInUse(role)
}

/**
 * Returns whether a role sees a file in the list of a folder. Only the owner and the secret key may
 * list a folder, and only the secret key sees raw uploads.
 */
export function listsFile(role: Role, label: string): boolean {
  const author = scene.posts[label.replace('of post ', '')]?.author
  const isOwn = label.endsWith(` of ${role}`) || (label.startsWith('of post') && author === role)
  return role === 'service' || (isOwn && !isRaw(label) && isInUse(role))
}

/**
 * Returns whether a role may upload a file. People may upload only to their own folder in the
 * bucket social-uploads. The file name must be a UUID, and subfolders are not allowed.
 */
export function uploads(role: Role, bucket: string, isOwnPlace: boolean): boolean {
  return role === 'service' || (bucket === 'social-uploads' && isOwnPlace && isInUse(role))
}

export const places = {
  own: '$folder/$uuid.jpg',
  "owner's": '$owner/$uuid.jpg',
  deep: '$folder/$uuid/$uuid.jpg',
  climbing: '$folder/../$owner/$uuid.jpg',
  'without folder': '$uuid.jpg',
  'without name': '$folder/',
  'of another type': '$folder/$uuid.svg',
}

function isInUse(role: Role): boolean {
  return refusal('person', role) === undefined
}
