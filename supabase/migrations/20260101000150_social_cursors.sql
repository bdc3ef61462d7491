-- Cursors: how lists are read page by page.
-- The cursor of a row contains the sort key of the row in hexadecimal. Some lists are sorted by the
-- id of the row, which the row shows anyway. Other lists are sorted by a time that no client may
-- see, such as the time of a like. Their cursors contain the time in encrypted form. Clients can
-- neither read the time nor make a cursor of their own, which would let them find out by trial
-- whether a like is older than a chosen time.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('cursor_invalid', 400, 'This is not a cursor of this list.',
    'Pass the cursor of the last row of the previous page, or omit it for the first page.'),
  ('page_size_invalid', 422, 'The page size must be a whole number from 1 to 101.', null);

-- Tables

create table social_private.cursor_secrets (
  is_only_row boolean not null default true,
  -- 244 random bits, because 12 bits of two UUIDs are constant
  value bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),

  constraint cursor_secrets_pkey primary key (is_only_row),
  constraint cursor_secrets_is_one_row check (is_only_row),
  constraint cursor_secrets_is_long_enough check (octet_length(value) >= 32)
);

comment on table social_private.cursor_secrets is
'This table has exactly one row: the random secret from which the keys of cursors are made. A new
value makes all earlier cursors invalid.';

comment on column social_private.cursor_secrets.is_only_row is
'Always true. The primary key on this column keeps the table at one row.';

comment on column social_private.cursor_secrets.value is 'The random secret.';

insert into social_private.cursor_secrets default values;

alter table social_private.cursor_secrets enable row level security;

create trigger keep_rows
  before truncate on social_private.cursor_secrets
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

-- Times and ids

create function social_private.cursor_key(list text, subject uuid)
  returns bytea
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select substring(sha256(
      cursor_secrets.value || coalesce(uuid_send(cursor_key.subject), '')
        || convert_to(cursor_key.list, 'UTF8')
    ) from 1 for 16)
    from social_private.cursor_secrets
  );
end;
$$;

comment on function social_private.cursor_key(text, uuid) is
'Returns the key that encrypts the cursors of one list. The subject is the person, post or comment
to which the list belongs. The cursors of one list are invalid in every other list.';

create function social_private.time_cursors(
  list text, subject uuid, times timestamptz[], ids uuid[])
  returns text[]
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  key bytea;
  cursors text[];
  microseconds bigint;
  id bytea;
  tag bytea;
  -- Only an operator can write an infinite time. It takes the last or first number.
  is_finite boolean := not ('infinity' = any (times) or '-infinity' = any (times));
begin
  if time_cursors.ids is null then
    return null;
  end if;
  key := social_private.cursor_key(time_cursors.list, time_cursors.subject);
  -- A loop without queries is faster than one query, which would compute the tag several times.
  for place in 1..cardinality(time_cursors.ids) loop
    microseconds := case
      when is_finite or isfinite(time_cursors.times[place])
        then (extract(epoch from time_cursors.times[place]) * 1000000)::bigint
      when time_cursors.times[place] > 'epoch' then 9223372036854775807
      else -9223372036854775807
    end;
    id := uuid_send(time_cursors.ids[place]);
    -- The tag authenticates time and id, and is at the same time the nonce of the encryption (as
    -- in the mode SIV, RFC 5297). So equal rows have equal cursors, and no cursor can be altered.
    tag := substring(sha256(key || int8send(microseconds) || id) from 1 for 8);
    cursors[place] := encode(
      tag || int8send(microseconds # (
        'x' || encode(substring(sha256(key || tag) from 1 for 8), 'hex'))::bit(64)::bigint) || id,
      'hex');
  end loop;
  return cursors;
end;
$$;

comment on function social_private.time_cursors(text, uuid, timestamptz[], uuid[]) is
'Returns the cursors of rows in a list that is sorted by time, then by id. List and subject are
those of cursor_key. Returns null if there are no rows.';

create type social_private.time_key as (at timestamptz, id uuid);

create function social_private.parse_time_cursor(list text, subject uuid, cursor text)
  returns social_private.time_key
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
declare
  key bytea;
  bytes bytea;
  tag bytea;
  microseconds bigint;
  found social_private.time_key;
begin
  if parse_time_cursor.cursor is null then
    return ('infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff')::social_private.time_key;
  end if;
  if parse_time_cursor.cursor !~ '^[0-9a-f]{64}$' then
    perform social_private.fail('cursor_invalid');
  end if;
  key := social_private.cursor_key(parse_time_cursor.list, parse_time_cursor.subject);
  bytes := decode(parse_time_cursor.cursor, 'hex');
  tag := substring(bytes from 1 for 8);
  microseconds := ('x' || substr(parse_time_cursor.cursor, 17, 16))::bit(64)::bigint # (
    'x' || encode(substring(sha256(key || tag) from 1 for 8), 'hex'))::bit(64)::bigint;
  -- Check the tag before the time becomes a timestamp, because a forged time may be out of range.
  if tag is distinct from substring(
    sha256(key || int8send(microseconds) || substring(bytes from 17)) from 1 for 8)
  then
    perform social_private.fail('cursor_invalid');
  end if;
  found.at := case microseconds
    when 9223372036854775807 then 'infinity'::timestamptz
    when -9223372036854775807 then '-infinity'::timestamptz
    else 'epoch'::timestamptz + microseconds / 1000000 * interval '1 second'
      + microseconds % 1000000 * interval '1 microsecond'
  end;
  found.id := substr(parse_time_cursor.cursor, 33)::uuid;
  return found;
end;
$$;

comment on function social_private.parse_time_cursor(text, uuid, text) is
'Returns the sort key that a cursor of this list contains. If the cursor is null, returns a key that
is greater than the key of every row. List and subject are those of cursor_key. Error:
cursor_invalid.';

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
'Returns the id that a cursor contains. If the cursor is null, returns the argument `otherwise`.
Error: cursor_invalid.';

create function social_private.checked_page_size(page_size integer)
  returns integer
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  if checked_page_size.page_size between 1 and 101 is not true then
    perform social_private.fail('page_size_invalid');
  end if;
  return checked_page_size.page_size;
end;
$$;

comment on function social_private.checked_page_size(integer) is
'Returns the page size if it is from 1 to 101. Error: page_size_invalid.

The maximum is 101, because a client may ask for 100 rows and one more. The additional row shows
whether a next page exists.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
