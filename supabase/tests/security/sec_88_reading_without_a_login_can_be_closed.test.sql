begin;
select plan(14);
select social_private.set_direct_table_access('everybody');
update social_private.config set
  directory_visibility = 'everybody', likes_visibility = 'everybody',
  allow_explore_without_login = true,
  allow_anonymous_readers = true;
select social_tests.person(name)
from unnest(array['alice', 'bob', 'banned', 'ended', 'away', 'susi']) as name;
select social_tests.login('guest', is_anonymous => true);
select social_tests.login('newcomer');
update auth.users set banned_until = now() + interval '1 day'
where id = social_tests.id('banned');
update social_private.accounts set deactivated_at = now() where profile_id = social_tests.id('away');
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('susi');
select social_tests.post('alice', 'sunrise');
select social_tests.follow('bob', 'alice');
select social_tests.comment('bob', 'sunrise', 'first');
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 0, social_tests.upload('alice'), 'image/jpeg', 8, 6);
insert into social.post_hashtags values (social_tests.post_id('sunrise'), 'sun', 'Sun');

-- Each caller without an active account, and the error that a command returns to this caller.
create temp table callers as select * from (values
  ('nobody', 'not_signed_in'), ('guest', 'anonymous_user'), ('newcomer', 'profile_missing'),
  ('banned', 'not_signed_in'), ('ended', 'not_signed_in'), ('away', 'account_deactivated'),
  ('susi', 'account_suspended')
) as given (caller, refusal);
-- Login pages need these functions. Policies of the app call can_see_post and can_see_profile for
-- each row. An error would end the whole query, so they answer false.
create temp table allowed as select unnest(array[
  'version', 'limits', 'check_username', 'check_sign_up', 'erasure_receipt']) as name;
create temp table calls as
select * from social_tests.calls(
  social_tests.id('alice'), social_tests.post_id('sunrise'), social_tests.comment_id('first'))
where name not in ('profile_by_username', 'profile_search')
union all
select 'profile_by_username', 'select social.profile_by_username(''alice'')'
union all
select 'profile_search', 'select social.profile_search(''alice'')';
create temp table reads as
select calls.name, calls.statement
from calls join social_tests.expected_functions using (name)
where callers = 'anybody' and name not in (select name from allowed)
  and name not in ('can_see_post', 'can_see_profile');
grant select on callers, allowed, calls, reads to anon, authenticated;

create function pg_temp.act_as(caller text) returns void language plpgsql as $$
begin
  perform case caller
    when 'nobody' then social_tests.act_as_anon()
    when 'guest' then social_tests.act_as('guest', '{"is_anonymous": true}')
    when 'ended' then
      social_tests.act_as('ended', jsonb_build_object('session_id', gen_random_uuid()))
    else social_tests.act_as(caller)
  end;
end;
$$;
create function pg_temp.answers(caller text)
  returns table (name text, code text) language plpgsql as $$
begin
  perform pg_temp.act_as(caller);
  return query
  select reads.name, split_part(social_tests.outcome(reads.statement), ' ', 2) from reads;
end;
$$;
create function pg_temp.seen(caller text) returns table (surface text) language plpgsql as $$
begin
  perform pg_temp.act_as(caller);
  return query
  select relation from (values
    ('social.profiles'), ('social.profile_counts'), ('social.posts'), ('social.post_media'),
    ('social.post_counts'), ('social.post_hashtags'), ('social.comments'),
    ('social.comment_counts'), ('storage.objects')) as tables (relation)
  where social_tests.outcome('select from ' || relation) !~ '^0 rows'
  union all
  -- Only the answer true is one row.
  select calls.name from calls
  where calls.name in ('can_see_post', 'can_see_profile') and social_tests.outcome(
    replace(calls.statement, 'select ', 'select from ') || ' as answer where answer') !~ '^0 rows';
end;
$$;

select cmp_ok((select count(distinct name) from reads), '>=', 11::bigint,
  'the test calls at least 11 functions that need no sign-in');
select social_tests.act_as_anon();
select is_empty(
  $$select name, outcome from reads, social_tests.outcome(statement) as outcome
    where outcome !~ '^[0-9]+ rows'$$,
  'by default, every function that needs no sign-in answers a person without a login');
select is((select count(*) from pg_temp.seen('nobody')), 11::bigint,
  'by default, a person without a login reads the tables and sees what is open to everybody');

select social_tests.act_as_operator();
update social_private.config set allow_reading_without_login = false;
select is_empty(
  $$
    select caller, name, code
    from callers, lateral pg_temp.answers(caller) where code <> refusal
  $$,
  'SEC-88 no function answers a caller without an active account, if this reading is closed');
select social_tests.act_as_operator();
select is_empty(
  format($$select surface from pg_temp.seen(%L)$$, caller),
  format('SEC-88 %s reads no row and no file, and sees no post and no profile', caller))
from callers order by caller;
select social_tests.act_as_anon();
select is_empty(
  $$
    select name, outcome from calls join allowed using (name), social_tests.outcome(statement)
      as outcome
    where outcome ~ 'not_signed_in'
  $$,
  'the functions of a login page still answer a person without a login');
select social_tests.act_as('bob');
select is_empty(
  $$select name, outcome from reads, social_tests.outcome(statement) as outcome
    where outcome !~ '^[0-9]+ rows'$$,
  'a signed-in person can call every function');
select is((select count(*) from pg_temp.seen('bob')), 11::bigint,
  'a signed-in person reads tables and files, and sees the post and the profile');

select * from finish();
rollback;
