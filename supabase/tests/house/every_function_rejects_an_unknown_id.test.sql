begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

-- The view contains a call of every function that takes an id, with random ids and valid texts.
create temp view calls as
select
  proname::text as name,
  format('select social.%I(%s)', proname, (
    select string_agg(proargnames[place] || ' => ' || case argument
      when 'uuid'::regtype then format('%L::uuid', gen_random_uuid())
      when 'social.report_reason'::regtype then '''spam'''
      when 'social.staff_role'::regtype then '''moderator'''
      when 'social.moderation_action'::regtype then '''restore'''
      when 'social.report_decision'::regtype then '''dismissed'''
      when 'social.appeal_decision'::regtype then '''upheld'''
      else format('%L::%s', 'hello', argument::regtype)
    end, ', ' order by place)
    from unnest(proargtypes::oid[]) with ordinality as arguments (argument, place)
    where place <= pronargs - pronargdefaults or argument = 'uuid'::regtype
  )) as statement
from pg_proc
where pronamespace = 'social'::regnamespace
  and 'uuid'::regtype = any (proargtypes::oid[])
  and has_function_privilege('authenticated', oid, 'execute');
grant select on calls to anon, authenticated;

create function pg_temp.answer(statement text)
  returns text
  language plpgsql
as $$
declare
  answer text;
begin
  execute statement into answer;
  return coalesce(answer, 'nothing');
exception when others then
  return concat_ws(' ', sqlstate, sqlerrm);
end;
$$;

select cmp_ok((select count(*) from calls), '>=', 24::bigint,
  'the test calls at least 24 functions that take an id');
select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  $$
    select statement, answer
    from calls, pg_temp.answer(statement) as answer
    where answer !~ (
        '^PT404 (post|comment|profile|follow_request|sanction|receipt|session|upload|export)_not_found$')
      and answer <> 'PT403 not_staff'
      and name not in (
        'unfollow_profile', 'reject_follow', 'remove_follower', 'unlike_post', 'unsave_post',
        'unlike_comment', 'unblock_profile', 'unmute_profile', 'remove_close_friend',
        'unring_bell', 'unmute_post_notifications', 'show_more', 'undismiss_suggestion',
        'can_see_post', 'can_see_profile')
  $$,
  'a call with an unknown id fails with a not_found error or with not_staff');
select set_eq(
  $$
    select name || ' ' || regexp_replace(answer, '[0-9a-f-]{36}', 'id')
    from calls, pg_temp.answer(statement) as answer
    where answer !~ '^(PT404|PT403 not_staff$)'
  $$,
  array[
    'unfollow_profile (id,,,f,f,,f,f)', 'reject_follow (id,,,f,f,,f,f)',
    'remove_follower (id,,,f,f,,f,f)', 'unblock_profile (id,,,f,f,,f,f)',
    'unmute_profile (id,,,f,f,,f,f)', 'remove_close_friend (id,,,f,f,,f,f)',
    'unring_bell (id,,,f,f,,f,f)', 'unmute_post_notifications (f)',
    'undismiss_suggestion (id,,,f,f,,f,f)',
    'unlike_post (f,)', 'unsave_post (f)', 'unlike_comment (f,)', 'show_more (f)',
    'can_see_post false', 'can_see_profile false'
  ],
  'a function that undoes an action succeeds for an unknown id, and one that decides says no');
select social_tests.act_as_anon();
select is_empty(
  $$
    select statement, answer
    from calls, pg_temp.answer(statement) as answer
    where answer !~ '^(PT404 (post|comment|profile|receipt)_not_found|PT401 not_signed_in)$'
      and not (name in ('can_see_post', 'can_see_profile') and answer = 'false')
  $$,
  'an anonymous call with an unknown id fails with a not_found error or not_signed_in');
select ok(social_tests.is_unchanged(), 'the calls with unknown ids change nothing');

select * from finish();
rollback;
