import { expect } from 'vitest'
import { type Answer, type Caller, call } from './http.ts'
import { leaseExport } from './leased.ts'
import { newcomer, type Person, pathOf, people, staff, upload } from './people.ts'
import { sql } from './stack.ts'

/** The people who call functions in the tests, and their uploads. */
export let alice: Person
export let bob: Person
export let late: Person
export let ada: Person
export let mona: Person
export let uploadId: string
export let path: string
export let unwanted: string
export let spareId: string
export let sparePath: string
/** The results of earlier calls. Later calls take their arguments from these results. */
export let post = { id: '' }
export let comment = { id: '' }
export let report = { id: '' }
export let notification: { id: string; cursor: string }
export let sanction = { id: '' }
export let appeal = { id: '' }
export let damper = { id: '' }
/** A second session of Bob. */
export let session = { id: '' }
export let deletion = { receipt_id: '' }
/** The run of the worker that began, or null if another run was under way. */
export let run: string | null = null

/** Creates the people who call functions in the tests, and their uploads. */
export async function gather(): Promise<void> {
  ;[alice, bob, mona] = await people('alice', 'bob', 'mona')
  ada = await staff('ada', 'administrator')
  late = await newcomer()
  uploadId = await upload(alice)
  path = pathOf(alice, uploadId)
  spareId = await upload(alice)
  sparePath = pathOf(alice, spareId)
  const unwantedId = await upload(alice)
  unwanted = pathOf(alice, unwantedId)
  await sql`select social_private.queue_file_deletion('social-media', ${unwanted})`
  await leaseExport(bob.id)
  const sessions = await sql<{ id: string }[]>`
    insert into auth.sessions (id, user_id, aal, created_at, updated_at)
    values (gen_random_uuid(), ${bob.id}, 'aal1', now(), now()) returning id`
  session = sessions[0] as { id: string }
}

/** One function call of a test: the caller, the arguments and the expected result. */
export type Step = [by: () => Caller, args: () => Record<string, unknown>, expects: () => unknown]

export const byAlice = () => alice
export const byBob = () => bob
export const onPost = () => ({ post_id: post.id })
export const onComment = () => ({ comment_id: comment.id })
export const onBob = () => ({ profile_id: bob.id })
export const nothing = () => ({})
export const row = (values: object) => expect.objectContaining(values)
export const rows = (values: object) => [row(values)]
export const among = (values: object) => expect.arrayContaining([row(values)])

/**
 * The name and HTTP method of each function of schema `social`. The method is GET if the function
 * only reads.
 */
const exposed = await sql<{ name: string; method: 'GET' | 'POST' }[]>`
  select proname as name, case provolatile when 'v' then 'POST' else 'GET' end as method
  from pg_proc where pronamespace = 'social'::regnamespace order by proname`
export const methods = new Map(exposed.map(({ name, method }) => [name, method]))

/** Makes one function call. Returns its response and the expected response. */
export async function take(
  name: string,
  [by, args, expects]: Step,
): Promise<[answer: Answer, expected: Answer]> {
  const answer = await call(by(), name, args(), methods.get(name))
  const expected = { status: 200, body: expects() }
  const { body } = answer
  if (name === 'create_post') post = body
  if (name === 'add_comment') comment = body
  if (name === 'report_post') report = body
  if (name === 'notifications') notification = body[0]
  if (name === 'show_less_items') damper = body[0]
  if (name === 'delete_profile') deletion = body
  if (name === 'begin_work') run = body
  if (name === 'my_sanctions') sanction = body[0]
  if (name === 'appeals') {
    appeal = body.find(({ sanction_id }: { sanction_id: string }) => sanction_id === sanction.id)
  }
  return [answer, expected]
}
