import type postgres from 'postgres'
import { populate } from '../../tools/releases/populate.ts'
import { editableTables, type Table } from './studio-catalog.ts'
import { BEFORE, checks, HOME_FEED, REMEMBER } from './studio-checks.ts'
import { copyOf, type Edit, statementOf } from './studio-statements.ts'
import { openWorld, type World, wordOf } from './world.ts'

/** What a statement of Studio led to. */
export interface Outcome {
  statement: string
  /** The error that refused the statement. */
  refusal: string | null
  /** What no longer holds. Empty if everything verifies. */
  faults: string[]
}

export interface Studio {
  world: World
  tables: Table[]
  /** Runs an edit by role `postgres`, and then verifies everything. Undoes it if there are faults. */
  edit(step: Edit, isKept: boolean): Promise<Outcome | null>
  try(statement: string, isKept: boolean, table?: string): Promise<Outcome>
  /**
   * Lets a role of the Data API write to every table after a mistake of the operator. Returns the
   * writes that succeeded.
   */
  written(mistake: (table: string, role: string) => string, role: string): Promise<string[]>
  /**
   * Runs many edits in one transaction, verifies once, and undoes them. If there are faults, runs
   * each edit alone. Returns the outcomes with faults.
   */
  tryAll(steps: Edit[]): Promise<Outcome[]>
  /** Runs an ordinary call of a person. Returns a fault, or null. */
  call(step: Edit): Promise<string | null>
  close(): Promise<void>
}

/** Rows that triggers and the worker derive from others. `repair_rows()` makes them right again. */
const derived =
  /counters$|_mentions$|post_hashtags$|uploads$|^social_private\.(uncounted|count_updates|latest_posts|feed_|search_keys|post_words|hashtag|late_hashtag|popular|score_changes|post_scores|explore|trend|worker_|reindexes)/

const REPAIRS = ['repair_rows', 'repair_counters', 'repair_files']

class Rollback extends Error {}

export async function openStudio(url: string): Promise<Studio> {
  await populate(url)
  const world = openWorld(url)
  const { sql } = world
  await sql.unsafe(ALTER)
  const tables = await editableTables(sql)
  const repairs = (
    await sql<{ name: string }[]>`select proname as name from pg_proc
      where pronamespace = 'social_private'::regnamespace and proname = any (${REPAIRS})`
  ).map(({ name }) => name)
  await sql.unsafe(await readsFunction(sql))
  await sql.unsafe(`${BEFORE}; ${VERIFY}; ${WRITTEN}`)

  async function attempt(statement: string, isKept: boolean, table = ''): Promise<Outcome> {
    const outcome: Outcome = { statement, refusal: null, faults: [] }
    try {
      await sql.begin(async (turn) => {
        await turn.unsafe(REMEMBER)
        try {
          await turn.savepoint((inner) => run(inner, statement))
        } catch (error) {
          outcome.refusal = refusalOf(error as postgres.PostgresError)
          if (!isRefusal(error as postgres.PostgresError))
            outcome.faults.push(`raises ${outcome.refusal}`)
          throw new Rollback()
        }
        outcome.faults = await verify(turn)
        if (outcome.faults.length && derived.test(table)) {
          for (const repair of repairs) await turn.unsafe(`select social_private.${repair}()`)
          await turn`delete from social_private.feed_caches`
          outcome.faults = (await verify(turn)).map((fault) => `after repair: ${fault}`)
        }
        // The file of an upload that an admin deleted has no row. verify_files() lists it later.
        const isUpload = table === 'social_private.uploads'
        if (isUpload)
          outcome.faults = outcome.faults.filter((fault) => !fault.includes(': files: '))
        if (outcome.faults.length || !isKept || isUpload) throw new Rollback()
      })
    } catch (error) {
      if (!(error instanceof Rollback)) throw error
    }
    return outcome
  }

  return {
    world,
    tables,
    try: attempt,
    async edit(step, isKept) {
      const table = tables[step.table % tables.length] as Table
      const statement = await statementOf(sql, table, step)
      return statement === null ? null : attempt(statement, isKept, table.name)
    },
    async tryAll(steps) {
      const wrong: Outcome[] = []
      const accepted: [statement: string, table: string][] = []
      let faults: string[] = []
      await sql
        .begin(async (turn) => {
          await turn.unsafe(REMEMBER)
          for (const step of steps) {
            const table = tables[step.table % tables.length] as Table
            const statement = await statementOf(turn, table, step)
            if (statement === null) continue
            const error = await turn.savepoint((inner) => run(inner, statement)).catch((e) => e)
            if (!(error instanceof Error)) accepted.push([statement, table.name])
            else if (!isRefusal(error as postgres.PostgresError)) {
              const refusal = refusalOf(error as postgres.PostgresError)
              wrong.push({ statement, refusal, faults: [`raises ${refusal}`] })
            }
          }
          faults = await verify(turn)
          throw new Rollback()
        })
        .catch((error) => {
          if (!(error instanceof Rollback)) throw error
        })
      if (faults.length) {
        const before = wrong.length
        for (const [statement, table] of accepted) {
          const outcome = await attempt(statement, false, table)
          if (outcome.faults.length) wrong.push(outcome)
        }
        const isDerived = accepted.every(([, table]) => derived.test(table))
        if (wrong.length === before && !isDerived)
          wrong.push({ statement: accepted.map(([one]) => one).join('; '), refusal: null, faults })
      }
      return wrong
    },
    async written(mistake, role) {
      let written: string[] = []
      await sql
        .begin(async (turn) => {
          const statements: string[] = []
          for (const table of tables) {
            const { name, key } = table
            statements.push(await copyOf(turn, table))
            statements.push(`update ${name} set "${key[0]}" = "${key[0]}"`, `delete from ${name}`)
          }
          await turn.unsafe(tables.map(({ name }) => mistake(name, role)).join(';'))
          written = (
            await turn`select statement from pg_temp.written(${role}, ${statements}) as statement`
          ).map(({ statement }) => statement)
          throw new Rollback()
        })
        .catch((error) => {
          if (!(error instanceof Rollback)) throw error
        })
      return written
    },
    call: (step) => callOf(world, step),
    close: () => world.close(),
  }
}

/** A test needs no clock, so what is due later is due at once. */
const ALTER = `update social_private.config set allow_text_posts = true, notifications = true;
  update social_private.rate_limits set minutely = null, hourly = null, daily = null;`

/** Runs a statement and the checks that wait for the end of the transaction. */
async function run(turn: postgres.TransactionSql, statement: string): Promise<void> {
  await turn.unsafe(`${statement}; set constraints all immediate; set constraints all deferred`)
}

function refusalOf(error: postgres.PostgresError): string {
  return `${error.code} ${wordOf(error)}`.slice(0, 200)
}

/** A code of supabase-social, a constraint, or a value that the type of the column refuses. */
function isRefusal({ code = '', message }: postgres.PostgresError): boolean {
  if (code === '0A000') return message.includes('referenced in a foreign key')
  if (code === '54000') return message.includes('index row')
  return /^(23|22|PT|428C9)/.test(code)
}

async function verify(turn: postgres.TransactionSql): Promise<string[]> {
  return (await turn`select fault from pg_temp.verify() as fault`).map(({ fault }) => fault)
}

/** Creates the function that returns those of the statements that wrote a row. */
const WRITTEN = `create function pg_temp.written(role text, statements text[]) returns setof text
  language plpgsql as $$
  declare statement text; number integer;
  begin
    perform pg_temp.become(case when role <> 'anon' then (
      select profile_id from social_private.accounts where audience_level > 0 limit 1) end);
    perform set_config('role', role, true);
    foreach statement in array statements loop
      begin
        execute statement;
        get diagnostics number = row_count;
        if number > 0 then return next statement; end if;
      exception
        when insufficient_privilege then null;
        -- The rights and the policies allowed what a constraint or a trigger then refused.
        when others then return next format('%s: %s', left(statement, 200), sqlerrm);
      end;
    end loop;
    perform set_config('role', 'none', true);
  end $$`

/** A check that raises an error is a fault, too. */
const guarded = (name: string, statements: string) => `begin ${statements}
  exception when others then return next format('%s raises %s %s', '${name}', sqlstate, sqlerrm); end;`

const VERIFY = `create function pg_temp.verify() returns setof text language plpgsql as $verify$
  declare is_done boolean; viewer uuid; plain uuid[]; read uuid[];
  begin
    ${guarded(
      'worker',
      `for round in 1..20 loop
        update social_private.count_updates set due_at = now();
        select run.is_done into is_done from social_private.run_maintenance(1000) as run;
        exit when is_done;
      end loop;`,
    )}
    ${Object.entries(checks)
      .map(([name, query]) =>
        guarded(
          name,
          `return query select '${name}: ' || fault from (${query}) as faults (fault) limit 3;`,
        ),
      )
      .join('\n')}
    ${guarded('reads', 'return query select * from pg_temp.read_everything();')}
    for viewer in select profile_id from social_private.accounts where audience_level > 0 loop
      ${guarded(
        'home feed',
        `plain := (${HOME_FEED});
        if plain is not null then
          read := pg_temp.home_ids(viewer);
          if read <> plain then
            return next format('home feed: of %s with its cache is %s, not %s', viewer, read, plain);
          end if;
          delete from social_private.feed_caches where viewer_id = viewer;
          read := pg_temp.home_ids(viewer);
          if read <> plain then
            return next format('home feed: of %s is %s, not %s', viewer, read, plain);
          end if;
        end if;`,
      )}
    end loop;
  end $verify$`

/** Creates the function that calls every reading function of schema social as two people and as nobody. */
async function readsFunction(sql: postgres.Sql): Promise<string> {
  const values: Record<string, string> = {
    profile_id: 'some_profile',
    post_id: 'some_post',
    comment_id: 'some_comment',
    author_id: 'some_profile',
    follower_id: 'some_profile',
    query: `'a'`,
    hashtag: `'bridges'`,
    username: 'some_username',
    page_size: '20',
  }
  const functions = await sql<{ name: string; args: string[]; types: string[] }[]>`
    select proname as name,
      coalesce(proargnames[1:pronargs - pronargdefaults], '{}') as args,
      array(select format_type(type, null) from unnest(proargtypes[0:pronargs - 1]) as type) as types
    from pg_proc where pronamespace = 'social'::regnamespace and provolatile <> 'v'
      and has_function_privilege('authenticated', oid, 'execute')
    union all select 'home_feed', '{}', '{}'
    order by 1`
  const calls = functions.map(({ name, args }) => {
    const list = args.map((arg) => `${arg} => ${values[arg] ?? 'null'}`)
    return `begin perform * from social.${name}(${list.join(', ')});
      exception when others then
        if sqlstate not like 'PT4%' then
          return next format('%s as %s: %s %s', '${name}', who.id, sqlstate, sqlerrm);
        end if;
      end;`
  })
  return `create function pg_temp.become(id uuid) returns void language sql as $$
    select set_config('request.jwt.claims', case when become.id is null then '{"role": "anon"}'
      else jsonb_build_object('sub', become.id, 'role', 'authenticated', 'session_id', (
        select sessions.id from auth.sessions where user_id = become.id limit 1),
        'amr', jsonb_build_array(jsonb_build_object('method', 'password', 'timestamp',
          extract(epoch from now())::bigint)))::text end, true)
  $$;
  create function pg_temp.home_ids(id uuid) returns uuid[] language plpgsql as $$
  declare ids uuid[];
  begin
    perform pg_temp.become(home_ids.id);
    perform set_config('role', 'authenticated', true);
    ids := array(select feed.id from social.home_feed(null, 100) with ordinality as feed order by ordinality);
    perform set_config('role', 'none', true);
    return ids;
  end $$;
  create function pg_temp.read_everything() returns setof text language plpgsql as $$
  declare
    who record; some_profile uuid; some_post uuid; some_comment uuid; some_username text;
  begin
    for who in (select accounts.profile_id as id from social_private.accounts
      where audience_level > 0 order by random() limit 2) union all select null
    loop
      select id, username into some_profile, some_username from social.profiles order by random() limit 1;
      select id into some_post from social.posts order by random() limit 1;
      select id into some_comment from social.comments order by random() limit 1;
      perform pg_temp.become(who.id);
      perform set_config('role', case when who.id is null then 'anon' else 'authenticated' end, true);
      ${calls.join('\n')}
      perform set_config('role', 'none', true);
    end loop;
  end $$;`
}

const verbs: Record<string, (on: Record<string, string>) => string> = {
  like_post: ({ post }) => `post_id => '${post}'`,
  unlike_post: ({ post }) => `post_id => '${post}'`,
  save_post: ({ post }) => `post_id => '${post}'`,
  like_comment: ({ comment }) => `comment_id => '${comment}'`,
  follow_profile: ({ person }) => `profile_id => '${person}'`,
  unfollow_profile: ({ person }) => `profile_id => '${person}'`,
  accept_follow: ({ person }) => `follower_id => '${person}'`,
  block_profile: ({ person }) => `profile_id => '${person}'`,
  unblock_profile: ({ person }) => `profile_id => '${person}'`,
  mute_profile: ({ person }) => `profile_id => '${person}'`,
  add_close_friend: ({ person }) => `profile_id => '${person}'`,
  create_post: ({ username }) => `caption => 'Hello @${username} #sea', visibility => 'public'`,
  update_post: ({ post }) => `post_id => '${post}', caption => 'New words #river'`,
  archive_post: ({ post }) => `post_id => '${post}'`,
  unarchive_post: ({ post }) => `post_id => '${post}'`,
  delete_post: ({ post }) => `post_id => '${post}'`,
  restore_post: ({ post }) => `post_id => '${post}'`,
  pin_post: ({ post }) => `post_id => '${post}'`,
  add_comment: ({ post, username }) => `post_id => '${post}', body => 'Look @${username}'`,
  delete_comment: ({ comment }) => `comment_id => '${comment}'`,
  restore_comment: ({ comment }) => `comment_id => '${comment}'`,
  hide_comment: ({ comment }) => `comment_id => '${comment}'`,
  report_post: ({ post }) => `post_id => '${post}', reason => 'spam'`,
  update_profile: ({ post = '' }) => `is_private => ${/[0-7]/.test(post.at(-1) ?? '')}, bio => 'x'`,
  deactivate_profile: () => '',
  reactivate_profile: () => '',
  delete_profile: () => '',
  restore_profile: () => '',
  home_feed: () => '',
}

async function callOf({ sql }: World, step: Edit): Promise<string | null> {
  const names = Object.keys(verbs)
  const verb = names[(step.value + step.column * 7) % names.length] as string
  const [on] = await sql.unsafe(`select
    (select id from social.profiles order by id offset ${step.row} % greatest((select count(*) from social.profiles), 1) limit 1) as actor,
    (select id from social.profiles order by id offset ${step.other} % greatest((select count(*) from social.profiles), 1) limit 1) as person,
    (select username from social.profiles order by id offset ${step.other} % greatest((select count(*) from social.profiles), 1) limit 1) as username,
    (select id from social.posts order by id offset ${step.other} % greatest((select count(*) from social.posts), 1) limit 1) as post,
    (select id from social.comments order by id offset ${step.other} % greatest((select count(*) from social.comments), 1) limit 1) as comment`)
  const call = `social.${verb}(${verbs[verb]?.(on as Record<string, string>)})`.replaceAll(
    "'null'",
    'null',
  )
  try {
    await sql.begin(async (turn) => {
      await turn`select pg_temp.become(${on?.actor ?? null})`
      await turn.unsafe('set local role authenticated')
      await turn.unsafe(`select * from ${call}`)
    })
  } catch (error) {
    const { code = '' } = error as postgres.PostgresError
    if (!/^(PT4|PGRST)/.test(code))
      return `${call} raises ${refusalOf(error as postgres.PostgresError)}`
  }
  return null
}
