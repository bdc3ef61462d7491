import { type Api, reasonOf } from './api.ts'
import { type Check, type Finding, fine, todo, unseen } from './check.ts'
import type { Project } from './project.ts'

interface Bucket {
  id: string
  public: boolean
  file_size_limit: number | null
  allowed_mime_types: string[] | null
}

const MIB = 1024 * 1024

/**
 * The buckets as the migration social_media creates them. All are private, because policies do not
 * protect the files of a public bucket. The bucket social-uploads accepts every declared type,
 * because the edge function reads the type from the bytes.
 */
const EXPECTED: Omit<Bucket, 'public'>[] = [
  {
    id: 'social-uploads',
    file_size_limit: 100 * MIB,
    allowed_mime_types: null,
  },
  {
    id: 'social-media',
    file_size_limit: 100 * MIB,
    allowed_mime_types: ['image/jpeg', 'image/webp', 'video/mp4'],
  },
  {
    id: 'social-avatars',
    file_size_limit: 5 * MIB,
    allowed_mime_types: ['image/jpeg'],
  },
  {
    id: 'social-exports',
    file_size_limit: 200 * MIB,
    allowed_mime_types: ['application/zip'],
  },
]

const buckets: Check = {
  title: 'buckets',
  async run(project) {
    const link = project.link('storage/files')
    if (project.read) return compare(await bucketsInDatabase(project.read), link)
    if (project.admin) {
      const answer = await project.admin.send('/storage/v1/bucket')
      if (!Array.isArray(answer.body)) {
        return unseen(`Storage answers with ${reasonOf(answer)}.`)
      }
      return compare(answer.body as Bucket[], link)
    }
    if (!project.api) return unseen('Pass --url and --key, or --db-url, to check this.')
    return compareAccess(project.api, link)
  },
}

async function bucketsInDatabase(read: NonNullable<Project['read']>): Promise<Bucket[]> {
  return await read(
    (tx) => tx<Bucket[]>`
      select id, public, file_size_limit::float, allowed_mime_types from storage.buckets
      where id like 'social-%'`,
  )
}

function compare(found: Bucket[], link: string | undefined): Finding {
  const problems = EXPECTED.flatMap((bucket) => differences(bucket, found))
  if (problems.length === 0) return fine('All four have the settings of the migrations.')
  return todo(`${problems.join('. ')}. Change the buckets in Storage.`, link)
}

function differences(expected: Omit<Bucket, 'public'>, found: Bucket[]): string[] {
  const { id } = expected
  const bucket = found.find((one) => one.id === id)
  if (!bucket) return [`${id} is missing`]
  const types = (one: Pick<Bucket, 'allowed_mime_types'>) =>
    (one.allowed_mime_types ?? ['every type']).toSorted().join(', ')
  return [
    ...(bucket.public ? [`${id} is public, and must not be`] : []),
    ...(bucket.file_size_limit === expected.file_size_limit
      ? []
      : [`${id} must allow files of ${expected.file_size_limit} bytes`]),
    ...(types(bucket) === types(expected)
      ? []
      : [`${id} allows ${types(bucket)}, and must allow ${types(expected)}`]),
  ]
}

/** Without rights, everybody can still see which buckets are public, by asking for a file. */
async function compareAccess(api: Api, link: string | undefined): Promise<Finding> {
  const problems: string[] = []
  for (const { id } of EXPECTED) {
    const { body } = await api.sendWithoutKey(`/storage/v1/object/public/${id}/doctor`)
    const says = `${body.message ?? body.error ?? ''}`
    if (/object not found/i.test(says)) problems.push(`${id} is public`)
  }
  return problems.length > 0
    ? todo(`${problems.join(', ')}. Change the buckets in Storage.`, link)
    : unseen(
        'No bucket is public. Pass --db-url or set SUPABASE_SECRET_KEY to check their settings.',
      )
}

export const bucketChecks: Check[] = [buckets]
