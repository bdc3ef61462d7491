-- Foundation: the two schemas and the words every other file uses.
-- `social` is what clients may call and read; `social_private` is closed to them by name.
-- Needs what a Supabase project has: schemas auth, storage and extensions, and the API roles.

create schema social;
create schema social_private;

comment on schema social is
'supabase-social: read tables, call functions. Every write is a function.';
comment on schema social_private is
'supabase-social internals: never expose this schema in the Data API settings.';

grant usage on schema social to anon, authenticated, service_role;

create function social_private.version()
  returns text
  language sql
  immutable
  security invoker
  set search_path = ''
return '0.1.0';

comment on function social_private.version() is 'The installed release of supabase-social.';

-- Errors: one row a code; domain files add theirs. The SDK's union and docs/errors.md must agree.

create table social_private.errors (
  code text not null,
  status integer not null,
  detail text not null,
  hint text,

  constraint errors_pkey primary key (code),
  constraint errors_code_is_a_word check (code ~ '^[a-z][a-z_]+$'),
  constraint errors_status_is_http check (status between 400 and 499)
);

comment on table social_private.errors is
'Every error that supabase-social raises: stable code, HTTP status, what happened, what to do.';

alter table social_private.errors enable row level security;

insert into social_private.errors (code, status, detail, hint) values
  ('not_signed_in', 401, 'This needs a signed-in person.',
    'Sign in; after signing out elsewhere or deleting the account an old token no longer counts.'),
  ('profile_missing', 403, 'This login has no profile yet.',
    'Call create_profile with a username first.'),
  ('argument_missing', 422, 'A required argument is missing or null.', null),
  ('cursor_invalid', 400, 'This is not a cursor of this list.',
    'Pass the cursor of a row of the page before, or nothing for the first page.'),
  ('page_size_invalid', 422, 'The page size must be a whole number from 1 to 101.', null),
  ('text_invalid', 422,
    'The text has control characters, piles of accents or nothing visible.', null),
  ('idempotency_key_invalid', 422, 'An idempotency key has 1 to 200 characters.', null),
  ('idempotency_key_reused', 409, 'This idempotency key was used for a different request.',
    'Use a new key for a new request.');

create function social_private.fail(code text, hint text default null)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  error social_private.errors;
begin
  select * into strict error from social_private.errors where errors.code = fail.code;
  -- PostgREST answers PTxyz with status xyz; the code is the message, so it survives
  -- `client-error-verbosity = minimal`.
  raise exception using
    errcode = 'PT' || error.status,
    message = error.code,
    detail = error.detail,
    hint = coalesce(fail.hint, error.hint, '');
end;
$$;

comment on function social_private.fail(text, text) is 'Raise one of the errors of the list.';

create function social_private.require_argument(value uuid)
  returns void
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if require_argument.value is null then
    perform social_private.fail('argument_missing');
  end if;
end;
$$;

comment on function social_private.require_argument(uuid) is
'Refuse null where it would be taken for "nothing to do". Error: argument_missing.';

-- Ids: UUID version 7, so that the newest row has the greatest id.

create function social_private.uuid_v7(at timestamptz default clock_timestamp())
  returns uuid
  language sql
  volatile
  security invoker
  set search_path = ''
as $$
  select encode(
    substring(int8send(microseconds / 1000) from 3 for 6)
    || int2send((28672 + (microseconds % 1000) * 4096 / 1000)::int2)
    || substring(uuid_send(gen_random_uuid()) from 9 for 8),
    'hex'
  )::uuid
  from (select (extract(epoch from uuid_v7.at) * 1000000)::bigint as microseconds) as clock
$$;

comment on function social_private.uuid_v7(timestamptz) is
'A time-ordered id: RFC 9562 version 7, with the microseconds in rand_a (section 6.2, method 3).';

create function social_private.first_id(at timestamptz)
  returns uuid
  language plpgsql
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return (encode(
    substring(int8send((extract(epoch from first_id.at) * 1000)::bigint) from 3 for 6), 'hex'
  ) || '70000000000000000000')::uuid;
end;
$$;

comment on function social_private.first_id(timestamptz) is
'Not greater than any id made at this time or later.';

-- Cursors: opaque to clients, a sort key in hexadecimal to us; where the key is an id, its digits.

create function social_private.time_cursor(at timestamptz, id uuid)
  returns text
  language plpgsql -- a plan is kept; language sql makes one for every call
  immutable
  security invoker
  set search_path = ''
as $$
begin
  return encode(
    int8send((extract(epoch from time_cursor.at) * 1000000)::bigint) || uuid_send(time_cursor.id),
    'hex'
  );
end;
$$;

comment on function social_private.time_cursor(timestamptz, uuid) is
'The cursor of a row in a list sorted by time, then id.';

create type social_private.time_key as (at timestamptz, id uuid);

create function social_private.parse_time_cursor(cursor text)
  returns social_private.time_key
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  microseconds bigint;
begin
  if parse_time_cursor.cursor is null then
    return ('infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff')::social_private.time_key;
  end if;
  if parse_time_cursor.cursor !~ '^000[0-9a-f]{45}$' then
    perform social_private.fail('cursor_invalid');
  end if;
  microseconds := ('x' || left(parse_time_cursor.cursor, 16))::bit(64)::bigint;
  return (
    'epoch'::timestamptz + microseconds / 1000000 * interval '1 second'
      + microseconds % 1000000 * interval '1 microsecond',
    substr(parse_time_cursor.cursor, 17)::uuid
  )::social_private.time_key;
end;
$$;

comment on function social_private.parse_time_cursor(text) is
'The sort key in a cursor; without one, a key after which everything comes. Error: cursor_invalid.';

create function social_private.parse_id_cursor(cursor text, otherwise uuid)
  returns uuid
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if parse_id_cursor.cursor is null then
    return parse_id_cursor.otherwise;
  end if;
  if parse_id_cursor.cursor !~ '^[0-9a-f]{32}$' then
    perform social_private.fail('cursor_invalid');
  end if;
  return parse_id_cursor.cursor::uuid;
end;
$$;

comment on function social_private.parse_id_cursor(text, uuid) is
'The id in a cursor, or `otherwise` without one. Error: cursor_invalid.';

create function social_private.checked_page_size(page_size integer)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if checked_page_size.page_size between 1 and 101 then
    return checked_page_size.page_size;
  end if;
  perform social_private.fail('page_size_invalid');
end;
$$;

comment on function social_private.checked_page_size(integer) is
'The page size: at most 101, a page of 100 and the row that tells whether there is a next page.';

-- Callable: nothing by default, so each file ends with the functions that it lets clients call.

revoke execute on all functions in schema social_private from public;
