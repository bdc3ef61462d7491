begin;
select plan(6);
select social_tests.person(name) from unnest(array[
  'mallory', 'alice', 'blocker', 'shunned', 'deactivated', 'suspended', 'outcast']) as name;
select social_tests.post(name, name || ' post')
from unnest(array['blocker', 'shunned', 'deactivated', 'suspended', 'outcast', 'alice']) as name;
select social_tests.post('alice', caption)
from unnest(array['archived', 'hidden by staff', 'deleted']) as caption;
select social_tests.comment(name, 'alice post', name || ' says')
from unnest(array['blocker', 'shunned', 'deactivated', 'suspended', 'outcast', 'alice']) as name;
select social_tests.comment('alice', name || ' post', 'to ' || name)
from unnest(array['blocker', 'shunned', 'deactivated', 'suspended']) as name;
select social_tests.comment('alice', 'archived', 'filed');
select social_tests.comment('alice', 'alice post', 'thread');
select social_tests.comment('outcast', 'alice post', 'staff hid this', 'thread');
select social_tests.comment('outcast', 'alice post', 'alice hid this', 'thread');
update social.posts set archived_at = now() where caption = 'archived';
update social.posts set hidden_at = now() where caption = 'hidden by staff';
insert into social_private.hidden_comments (comment_id, hidden_by) values
  (social_tests.comment_id('staff hid this'), 'staff'),
  (social_tests.comment_id('alice hid this'), 'post_author');
create temp table ids as
select 'profile' as kind, id from social.profiles
where username in ('blocker', 'deactivated', 'suspended') union all
select 'post', id from social.posts where caption not in ('alice post', 'outcast post') union all
select 'comment', id from social.comments where body not in ('alice says', 'thread') union all
select kind, gen_random_uuid() from unnest(array['profile', 'post', 'comment']) as kind;
delete from social.posts where caption = 'deleted';
select social_tests.block('blocker', 'mallory'), social_tests.block('mallory', 'shunned');
select social_tests.block('alice', 'outcast');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('deactivated');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('suspended');

-- The calls cover every function that takes the id of a profile, post or comment.
create temp table calls as
select ids.kind, ids.id, proname::text as name, format('select social.%I(%s)::text', proname, (
  select string_agg(case
    when argument = 'uuid'::regtype then format('%L::uuid', ids.id)
    else social_tests.word(argument) end, ', ' order by place)
  from unnest(proargtypes::oid[]) with ordinality as arguments (argument, place)
  where place <= pronargs - pronargdefaults
)) as call
from ids join pg_proc on proargnames[1] = any (case ids.kind
  when 'profile' then array['profile_id', 'follower_id'] else array[ids.kind || '_id'] end)
where pronamespace = 'social'::regnamespace and proargtypes[0] = 'uuid'::regtype
  and has_function_privilege('authenticated', pg_proc.oid, 'execute')
union all
select kind, id, 'add_comment as a reply', format(
  'select social.add_comment(%L, ''x'', %L)::text', social_tests.post_id('alice post'), id)
from ids where kind = 'comment';
grant select on calls to anon, authenticated;
create function pg_temp.answer(call text, id uuid) returns text language plpgsql as $$
declare
  answer text;
begin
  execute call into answer;
  return replace(coalesce(answer, 'nothing'), id::text, 'id');
exception when others then
  return social_tests.outcome(call);
end;
$$;

select cmp_ok((select count(distinct name) from calls), '>=', 38::bigint,
  'SEC-29 the test calls at least 38 functions');
select cmp_ok((select count(*) from calls), '>=', 340::bigint,
  'SEC-29 the test makes at least 340 calls');
select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty($$
  select name, array_agg(distinct pg_temp.answer(call, id)) from calls
  group by name having count(distinct pg_temp.answer(call, id)) <> 1
  $$,
  'SEC-29 a function gives the same answer for blocked, hidden, inactive and missing targets');
select set_eq($$select distinct left(pg_temp.answer(call, id), 12) from calls$$,
  array['PT404 profil', 'PT404 follow', 'PT404 post_n', 'PT404 commen', '(id,,,f,f,,f', '(f,)', '(f)',
    'PT403 not_st', 'false'],
  'SEC-29 every answer is a not-found error, not_staff, false or an empty result');
-- Policies call these functions, so they answer instead of raising an error.
select set_eq(
  $$select distinct name from calls where pg_temp.answer(call, id) = 'false'$$,
  array['can_see_post', 'can_see_profile'],
  'SEC-29 only the functions for policies answer false');
select ok(social_tests.is_unchanged(), 'SEC-29 calls on invisible targets change no row');

select * from finish();
rollback;
