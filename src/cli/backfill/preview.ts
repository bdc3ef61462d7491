import type postgres from 'postgres'
import { type Candidate, candidates, type Expressions, type Failure } from './users.ts'

const SAMPLES = 5

/** The names that a backfill would give. */
export interface Preview {
  kept: number
  changed: number
  generated: number
  /** Some changed names: what the user had, and what the user would get. */
  samples: [string, string][]
  failures: Failure[]
}

interface Choice {
  username: string
  skeleton: string
}

/** Computes the names that `createProfiles` would give, and changes nothing. */
export async function previewProfiles(
  sql: postgres.Sql,
  expressions: Expressions,
  onProgress: (done: number) => void,
): Promise<Preview> {
  const preview: Preview = { kept: 0, changed: 0, generated: 0, samples: [], failures: [] }
  const taken = new Set<string>()
  const fail = (failure: Failure) => preview.failures.push(failure)
  for await (const group of candidates(sql, expressions, fail)) {
    const usernames = await choose(sql, group, taken)
    for (const { id, username } of group) count(preview, username, usernames.get(id) ?? '')
    onProgress(preview.kept + preview.changed + preview.generated + preview.failures.length)
  }
  return preview
}

/**
 * Chooses usernames that are available now and that nobody before got in this preview. `taken`
 * contains the skeletons of the usernames that somebody got.
 */
async function choose(
  sql: postgres.Sql,
  group: Candidate[],
  taken: Set<string>,
): Promise<Map<string, string>> {
  const chosen = new Map<string, string>()
  let open = group.map((candidate) => ({ ...candidate, refused: [] as string[] }))
  while (open.length > 0) {
    const choices = await askFor(sql, open)
    const again: typeof open = []
    for (const [index, person] of open.entries()) {
      const { username, skeleton } = choices[index] as Choice
      if (taken.has(skeleton)) again.push({ ...person, refused: [...person.refused, username] })
      else chosen.set(person.id, username)
      taken.add(skeleton)
    }
    open = again
  }
  return chosen
}

async function askFor(
  sql: postgres.Sql,
  people: (Candidate & { refused: string[] })[],
): Promise<Choice[]> {
  return sql.begin(
    'read only',
    (transaction) => transaction<Choice[]>`
      select choice.username, social_private.username_skeleton(choice.username) as skeleton
      from jsonb_array_elements(${JSON.stringify(people)}::text::jsonb)
        with ordinality as item (value, place)
      cross join lateral jsonb_to_record(item.value)
        as person (id uuid, username text, refused text[])
      cross join lateral (
        select choice from unnest(social_private.username_choices(person.username, person.id))
          as choice
        where choice <> all (person.refused)
          and social_private.username_problem(choice, person.id) is null
        limit 1
      ) as choice (username)
      order by item.place`,
  )
}

function count(preview: Preview, wanted: string | null, username: string): void {
  if (wanted?.trim().toLowerCase() === username) preview.kept++
  else if (/^user[246789]{8,}$/.test(username)) preview.generated++
  else {
    preview.changed++
    if (preview.samples.length < SAMPLES) preview.samples.push([wanted ?? '', username])
  }
}
