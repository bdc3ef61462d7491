begin;
select plan(8);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.staff('bob', 'administrator');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('alice');
select social.ring_bell(social_tests.id('bob'));
select social.mute_post_notifications(social_tests.post_id('sunrise'));
select social.unmute_post_notifications(social_tests.post_id('sunrise'));
select social.watch_notifications(), social.watch_post(social_tests.post_id('sunrise'));
select social.set_notification_preference('follow', 'everybody');
select social_tests.act_as('bob');
select social.like_post(social_tests.post_id('sunrise'));
select social_tests.act_as_operator();
create temp table relations as
select unnest(array[
  'notification_kinds', 'notification_groups', 'notifications', 'notification_preferences',
  'inboxes', 'bells', 'bell_posts', 'muted_posts', 'watched_posts', 'valid_notifications',
  'inbox_groups'
]) as relation;
grant select on relations to public;
create temp view attempts as
select attempt, social_tests.outcome(attempt) as outcome
from relations, unnest(array['social', 'social_private']) as schema,
  unnest(array[
    'select from %I.%I', 'insert into %I.%I select * from %1$I.%2$I limit 1',
    'insert into %I.%I default values', 'update %I.%I set created_at = now()',
    'delete from %I.%I', 'truncate %I.%I', 'select from %I.%I for update'
  ]) as template, format(template, schema, relation) as attempt;
grant select on attempts to public;
create temp view calls as
select format('select social_private.%I(%s)', proname, (
    select string_agg('null::' || argument::regtype, ', ' order by place)
    from unnest(proargtypes::oid[]) with ordinality as arguments (argument, place))) as call
from pg_proc
where pronamespace = 'social_private'::regnamespace
  and proname in (
    'notify', 'open_notification_group', 'hint_person', 'hint_post', 'send_hint', 'move_inbox',
    'move_watched_posts', 'notification_place', 'queue_bells', 'notify_ringers', 'latest_groups',
    'notification_cards', 'notification_actors', 'avoided_people', 'count_unseen',
    'forget_notifications', 'notify_staff', 'notify_of_sanction', 'notify_of_comment');
grant select on calls to public;

select is(
  (select count(*) from relations, pg_class
    where relnamespace = 'social_private'::regnamespace and relname = relation), 11::bigint,
  'SEC-99 the test finds eleven tables and views');
select is((select count(*) from calls), 19::bigint, 'SEC-99 the test finds 19 private functions');
select social_tests.remember();
select social_tests.act_as_anon();
select is_empty($$select * from attempts where outcome !~ '^42(501|P01)'$$,
  'SEC-99 an anonymous caller can neither read nor write a table of notifications');
select social_tests.act_as('bob');
select is_empty($$select * from attempts where outcome !~ '^42(501|P01)'$$,
  'SEC-99 a signed-in person, even of the staff, can neither read nor write a table');
select is_empty($$select call from calls where social_tests.outcome(call) !~ '^42501'$$,
  'SEC-99 a signed-in person cannot call the functions that write notifications');
select social_tests.act_as_service();
select is_empty($$select * from attempts where outcome !~ '^42(501|P01)'$$,
  'SEC-99 a caller with the secret key can neither read nor write a table');
select is_empty($$select call from calls where social_tests.outcome(call) !~ '^42501'$$,
  'SEC-99 a caller with the secret key cannot call the functions that write notifications');
select ok(social_tests.is_unchanged(), 'SEC-99 the refused statements change no row');

select * from finish();
rollback;
