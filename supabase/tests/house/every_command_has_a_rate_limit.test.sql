begin;
select plan(3);

create temp view bodies as
select proname, pg_get_functiondef(oid) as body
from pg_proc where pronamespace = 'social_private'::regnamespace;

create temp view commands as
select proname from pg_proc
where pronamespace = 'social'::regnamespace and provolatile = 'v'
  and has_function_privilege('authenticated', oid, 'execute');

-- This view lists the functions that each command calls, also through other functions. It leaves
-- out the trigger functions, which run for the rows of other people too.
create temp view reached as
with recursive calls as (
  select proname, found[1]::name as callee
  from bodies, regexp_matches(body, 'social_private\.([a-z_]+)\(', 'g') as found
), reached as (
  select proname as command, proname as callee from commands
  union
  select reached.command, calls.callee from reached join calls on calls.proname = reached.callee
)
select * from reached;

-- Commands without a rate limit, each with its reason.
create temp table unlimited (command name, reason text);
insert into unlimited values
  ('home_feed', 'It is a read, which stores a cache.'),
  ('explore_posts', 'It is a read, which stores what the viewer has seen.'),
  ('for_you_feed', 'It is a read, which stores a list.'),
  ('add_staff_member', 'Only administrators may call it, and the audit log has every call.'),
  ('remove_staff_member', 'Only administrators may call it, and the audit log has every call.'),
  ('review_report', 'Only staff may call it, and the audit log has every call.'),
  ('resolve_report', 'Only staff may call it, and the audit log has every call.'),
  ('moderate_post', 'Only staff may call it, and the audit log has every call.'),
  ('moderate_comment', 'Only staff may call it, and the audit log has every call.'),
  ('moderate_profile', 'Only staff may call it, and the audit log has every call.'),
  ('hide_hashtag', 'Only staff may call it, and the audit log has every call.'),
  ('decide_appeal', 'Only staff may call it, and the audit log has every call.');

select is_empty(
  $$
    select proname from commands
    where proname not in (select command from reached where callee = 'consume_rate_limit')
      and proname not in (select command from unlimited)
  $$,
  'every command that people may call consumes a rate limit, or has a reason why it does not');
select is_empty(
  $$
    select command from unlimited
    where command not in (select proname from commands)
      or command in (select command from reached where callee = 'consume_rate_limit')
  $$,
  'every exception is a command that consumes no rate limit');
select cmp_ok((select count(*) from commands), '>=', 45::bigint,
  'the test finds at least 45 commands');

select * from finish();
rollback;
