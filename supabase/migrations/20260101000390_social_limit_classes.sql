-- Limit classes: groups of people who have rate limits of their own.
-- Each row of limit_classes is one class, such as premium, bot or watched. The function limit_class
-- says which class a person has, and the operator may replace this function. The table class_limits
-- in social_rate_limits has the limits. Clients can see neither.

-- Tables

create table social_private.limit_classes (
  name text collate "C" not null,
  comment text not null,

  constraint limit_classes_pkey primary key (name),
  constraint limit_classes_name_is_a_word check (name ~ '^[a-z][a-z0-9_]{0,39}$')
);

comment on table social_private.limit_classes is
'The classes of people who have rate limits of their own. Add a class here, its limits to
class_limits, and the name of the class to accounts.limit_class. No class exists at first.';

comment on column social_private.limit_classes.name is
'The name of the class: small letters, digits and underscores, such as premium.';

comment on column social_private.limit_classes.comment is 'Describes who is in this class.';

alter table social_private.limit_classes enable row level security;

create trigger keep_rows
  before truncate on social_private.limit_classes
  for each statement execute function social_private.tg_refuse_truncate(
    'Use "delete from social_private.limit_classes". The accounts of a class then have none.');

alter table social_private.accounts
  add constraint accounts_limit_class_fkey foreign key (limit_class)
    references social_private.limit_classes (name) on update cascade on delete set null;

-- This index covers the foreign key, and serves the list of the people of a class.
create index accounts_limit_class_idx on social_private.accounts (limit_class)
  where limit_class is not null;

-- Rules

create function social_private.limit_class(profile_id uuid)
  returns text
  language plpgsql
  stable
  security invoker
  set search_path = ''
as $$
begin
  return (
    select accounts.limit_class from social_private.accounts
    where accounts.profile_id = limit_class.profile_id
  );
end;
$$;

comment on function social_private.limit_class(uuid) is
'Returns the limit class of a person, or null for the ordinary limits.

The operator may replace this function, for example to read a table of subscriptions. Upgrades keep
the replaced function. It runs in every command whose action has a row in class_limits. A class that
class_limits does not know counts as null.';

-- Callable

select social_private.close_new_functions();

-- Policies: see social_table_access.
