import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseUrl } from '../../tools/local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { createPartitions, dropOldPartitions } from '../../tools/local-stack/realtime/partitions.ts'

let database: Database
let sql: postgres.Sql
let admin: postgres.Sql
const notices: string[] = []

beforeAll(async () => {
  database = await startThrowAwayDatabase()
  const onnotice = ({ message }: postgres.Notice) => notices.push(message ?? '')
  sql = postgres(database.url, { max: 1, onnotice })
  admin = postgres(databaseUrl(database.port, database.password, SUPERUSER), {
    ...{ max: 1, onnotice() {} },
  })
})
afterAll(async () => {
  await Promise.all([sql?.end(), admin?.end()])
  await database?.stop()
})

const rows = () => sql`select topic, event, payload, private, extension from realtime.messages`
const empty = () => admin`delete from realtime.messages`

describe('role postgres', () => {
  it.each([
    ['create table realtime.mine (id int)', /permission denied for schema realtime/],
    ['alter table realtime.messages add column mine int', /must be owner/],
    ['alter table realtime.messages enable row level security', /must be owner/],
    ['drop table realtime.messages', /must be owner/],
    ['drop function realtime.topic()', /must be owner/],
    ['delete from realtime.messages', /permission denied/],
    ['truncate realtime.messages', /permission denied/],
    ['set role supabase_realtime_admin', /permission denied/],
    [
      `create trigger mine after insert on realtime.messages for each row
        execute function tsvector_update_trigger()`,
      /permission denied/,
    ],
    [
      `create policy ours on realtime.messages for select using (true);
        comment on policy ours on realtime.messages is 'mine'`,
      /must be owner/,
    ],
    [
      `create policy ours on realtime.messages for select using (true);
        alter table realtime.messages disable row level security`,
      /must be owner/,
    ],
  ])('cannot run: %s', async (statement, error) => {
    await expect(sql.unsafe(statement)).rejects.toThrow(error)
  })

  it('creates, changes and drops policies on realtime.messages', async () => {
    await sql`create policy ours on realtime.messages for select using (true)`
    await sql`alter policy ours on realtime.messages using (false)`
    await sql`drop policy ours on realtime.messages`
    const memberships = await sql`select from pg_auth_members
      where roleid = 'supabase_realtime_admin'::regrole`
    expect(memberships).toEqual([])
  })

  it('locks the messages by any policy statement until the transaction ends', async () => {
    await sql.begin(async (tx) => {
      await tx`create table public.mine (id int)`
      await tx`create policy mine on public.mine using (true)`
      const insert = admin.begin(async (other) => {
        await other`set local lock_timeout = '50ms'`
        await other`insert into realtime.messages (topic, extension) values ('t', 'broadcast')`
      })
      await expect(insert).rejects.toThrow(/lock timeout/)
      await tx`drop table public.mine`
    })
  })
})

describe('realtime.send', () => {
  it('stores a private message whose payload has the id of the row', async () => {
    await sql`select realtime.send('{"a": 1}', 'hi', 'room:1')`
    const [row] = await sql`select *, payload ->> 'id' = id::text as is_same from realtime.messages`
    expect(row).toMatchObject({ topic: 'room:1', event: 'hi', private: true, is_same: true })
    expect(row?.payload.a).toBe(1)
    await empty()
    await sql`select realtime.send('{"id": 7}', 'hi', 'room:1', false)`
    const given = { topic: 'room:1', event: 'hi', payload: { id: 7 } }
    expect(await rows()).toEqual([{ ...given, private: false, extension: 'broadcast' }])
    await empty()
  })

  it.each([
    ['an array as payload', `select realtime.send('["id"]', 'hi', 't')`],
    ['a scalar as payload', `select realtime.send('"id"', 'hi', 't')`],
    ['no topic', `select realtime.send('{}', 'hi', null)`],
    [
      'a caller without a policy',
      `set local role authenticated; select realtime.send('{}', 'hi', 't')`,
    ],
  ])('turns every error into a warning: %s', async (_, statement) => {
    notices.length = 0
    await sql.begin((tx) => tx.unsafe(statement))
    expect(notices).toEqual([expect.stringMatching(/^WarnSendingBroadcastMessage: ./)])
    expect(await rows()).toEqual([])
  })

  it('stores a message without a payload', async () => {
    await sql`select realtime.send(null, 'hi', 't')`
    expect(await rows()).toMatchObject([{ payload: null }])
    await empty()
  })

  it('sets the topic of the rest of the transaction', async () => {
    await sql.begin(async (tx) => {
      expect(await tx`select realtime.topic() as topic`).toEqual([{ topic: null }])
      await tx`select realtime.send('{}', 'hi', 't')`
      expect(await tx`select realtime.topic() as topic`).toEqual([{ topic: 't' }])
    })
    expect(await sql`select realtime.topic() as topic`).toEqual([{ topic: null }])
    await empty()
  })

  it('takes the time from the time zone of the session', async () => {
    const [row] = await sql.begin(async (tx) => {
      await tx`set local timezone = 'Asia/Tokyo'`
      await tx`select realtime.send('{}', 'hi', 't')`
      return tx`select inserted_at - now() at time zone 'UTC' = '9 hours' as is_shifted
        from realtime.messages`
    })
    expect(row?.is_shifted).toBe(true)
    await empty()
  })
})

it('realtime.send_binary stores bytes, and a row has only one payload', async () => {
  await sql`select realtime.send_binary('\\x01'::bytea, 'hi', 't')`
  expect(await rows()).toMatchObject([{ payload: null, event: 'hi', private: true }])
  await expect(sql`update realtime.messages set payload = '{}'`).rejects.toThrow(/check constraint/)
  await empty()
})

it('realtime.broadcast_changes sends the rows of a trigger, and raises its own errors', async () => {
  await sql.unsafe(`
    create table public.things (id int);
    create function public.tell() returns trigger language plpgsql as $$
    begin
      perform realtime.broadcast_changes('t', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
    create trigger tell after insert or delete on public.things
    for each row execute function public.tell();
    insert into public.things values (1);
    delete from public.things`)
  const change = { schema: 'public', table: 'things' }
  expect(await rows()).toMatchObject([
    { payload: { ...change, operation: 'INSERT', record: { id: 1 }, old_record: null } },
    { payload: { ...change, operation: 'DELETE', record: null, old_record: { id: 1 } } },
  ])
  const call = (operation: string, level: string) => sql`
    select realtime.broadcast_changes('t', 'e', ${operation}, 'a', 'b', row(1), row(1), ${level})`
  await expect(call('SELECT', 'ROW')).rejects.toThrow(/operation SELECT/)
  await expect(call('INSERT', 'STATEMENT')).rejects.toThrow(/each row/)
  await empty()
})

describe('the partitions', () => {
  const partitions = async () =>
    (
      await admin`select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'realtime.messages'::regclass order by 1`
    ).map(({ name }) => name)

  it('are made for yesterday, today and the next three days, and only once', async () => {
    const names = await partitions()
    expect(names).toHaveLength(5)
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '_')
    expect(names[1]).toBe(`realtime.messages_${today}`)
    await createPartitions(admin)
    expect(await partitions()).toEqual(names)
  })

  it('are dropped after three days', async () => {
    const names = await partitions()
    await admin`create table realtime.messages_2020_01_01 partition of realtime.messages
      for values from ('2020-01-01') to ('2020-01-02')`
    await dropOldPartitions(admin)
    expect(await partitions()).toEqual(names)
  })

  it('lose the message of a day that has none', async () => {
    notices.length = 0
    await admin.unsafe((await partitions()).map((name) => `drop table ${name}`).join(';'))
    await sql`select realtime.send('{}', 'hi', 't')`
    expect(notices).toEqual([expect.stringMatching(/no partition/)])
  })
})
