import type postgres from 'postgres'
import { Problem } from '../problem.ts'
import { copy } from './copy.ts'

/** The tables of Auth that a person needs to sign in. Sessions stay, because their keys differ. */
const TABLES = [
  { name: 'users', key: 'id' },
  { name: 'identities', key: 'user_id' },
  { name: 'mfa_factors', key: 'user_id' },
]

/**
 * The trigger on auth.users would create a profile from this value of the metadata, although the
 * profile of the source follows. So the value comes only after the row.
 */
const METADATA = 'raw_user_meta_data'

/** Copies the logins of all people with a profile. Leaves logins that the target has. */
export async function moveLogins(
  from: postgres.TransactionSql,
  to: postgres.TransactionSql,
): Promise<number> {
  let moved = 0
  for (const { name, key } of TABLES) {
    const columns = await commonColumns(from, to, name)
    const list = columns.join(', ')
    await to.unsafe(
      `create temp table moved_${name} on commit drop as select ${list} from auth.${name} limit 0`,
    )
    await copy(
      [from, `select ${list} from auth.${name} where ${key} in (select id from social.profiles)`],
      [to, `moved_${name}`, columns],
    )
    if (name === 'users') await refuseTaken(to)
    const without = columns.map((column) =>
      name === 'users' && column === METADATA ? `${METADATA} - 'social_username'` : column,
    )
    const { count } = await to.unsafe(
      `insert into auth.${name} (${list}) select ${without.join(', ')} from moved_${name}
       on conflict do nothing`,
    )
    if (name === 'users') moved = count
  }
  await to.unsafe(`
    update auth.users set ${METADATA} = moved.${METADATA} from moved_users as moved
    where users.id = moved.id and users.${METADATA} = moved.${METADATA} - 'social_username'
      and moved.${METADATA} ? 'social_username'`)
  return moved
}

async function commonColumns(
  from: postgres.TransactionSql,
  to: postgres.TransactionSql,
  table: string,
): Promise<string[]> {
  const read = (sql: postgres.TransactionSql) => sql<{ name: string }[]>`
    select quote_ident(attname) as name from pg_attribute
    where attrelid = to_regclass(${`auth.${table}`}) and attnum > 0 and not attisdropped
      and attgenerated = ''
    order by attnum`
  const there = new Set((await read(to)).map(({ name }) => name))
  return (await read(from)).map(({ name }) => name).filter((name) => there.has(name))
}

async function refuseTaken(to: postgres.TransactionSql): Promise<void> {
  const taken = await to<{ name: string }[]>`
    select coalesce(moved.email, moved.phone) as name
    from moved_users as moved join auth.users
      on users.id <> moved.id and (users.email = moved.email or users.phone = moved.phone)
    limit 5`
  if (taken.length === 0) return
  throw new Problem(
    `Other logins of the target have the address or the phone number of ${taken.map(({ name }) => name).join(', ')}. Delete these logins in the target, or change one of the two.`,
  )
}
