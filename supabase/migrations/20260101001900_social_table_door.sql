-- The table door: which tables the Data API may read, by column, and the call that closes it.
-- What a role may select here, row-level security narrows to what the person may see. Filters are a
-- language in which one can ask expensive questions, so without a login no table is open unless an
-- operator wants it; the functions, and so the SDK, work with any setting.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('table_access_invalid', 422, 'There is no such setting.', 'Use closed, signed_in or everybody.');

-- Tables

create table social_private.readable_tables (
  relation text not null,
  columns text[],
  is_for_everybody boolean not null,

  constraint readable_tables_pkey primary key (relation)
);

comment on table social_private.readable_tables is
'The tables and views of schema social that may be read directly, at most these.';
comment on column social_private.readable_tables.columns is 'Null for all.';
comment on column social_private.readable_tables.is_for_everybody is
'Whether the setting everybody opens it without a login, too.';

alter table social_private.readable_tables enable row level security;

insert into social_private.readable_tables (relation, is_for_everybody) values
  ('profiles', true), ('profile_counts', true), ('follows', true),
  ('posts', true), ('post_media', true), ('post_counts', true), ('post_edits', false),
  ('post_mentions', true), ('post_hashtags', true),
  ('comments', true), ('comment_counts', true), ('comment_edits', false),
  ('comment_mentions', true),
  ('likes', true), ('comment_likes', true), ('saves', false);

-- Commands, for the operator

create function social_private.set_table_access(access text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  door social_private.readable_tables;
  readers text;
  columns text;
begin
  if set_table_access.access not in ('closed', 'signed_in', 'everybody') is not false then
    perform social_private.fail('table_access_invalid');
  end if;
  -- Also what is on the list no longer.
  revoke all on all tables in schema social from anon, authenticated;
  for door in select * from social_private.readable_tables order by relation loop
    columns := (
      select '(' || string_agg(format('%I', name), ', ') || ')' from unnest(door.columns) as name
    );
    execute format(
      'revoke all on social.%I from anon, authenticated, service_role', door.relation);
    readers := case
      when set_table_access.access = 'closed' then 'service_role'
      when set_table_access.access = 'everybody' and door.is_for_everybody
        then 'anon, authenticated, service_role'
      else 'authenticated, service_role'
    end;
    execute format('grant select %s on social.%I to %s', columns, door.relation, readers);
  end loop;
end;
$$;

comment on function social_private.set_table_access(text) is
'Open the tables to closed (only the secret key), signed_in (as installed) or everybody.

Error: table_access_invalid.';

select social_private.set_table_access('signed_in');

-- Callable

revoke execute on all functions in schema social, social_private from public;
