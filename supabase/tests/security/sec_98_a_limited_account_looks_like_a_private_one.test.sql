begin;
select plan(21);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['narrowed', 'mallory', 'fan', 'carol']) as name;
select social_tests.person('secluded', true);
update social.profiles set display_name = 'Alice' where username in ('narrowed', 'secluded');
select social_tests.follow('fan', name) from unnest(array['narrowed', 'secluded']) as name;
select social_tests.follow(name, 'carol') from unnest(array['narrowed', 'secluded']) as name;
select social_tests.post(name, name || ' post') from unnest(array['narrowed', 'secluded']) as name;
select social_tests.post('carol', 'sunrise');
select social_tests.like(name, 'sunrise') from unnest(array['narrowed', 'secluded']) as name;
select social_tests.comment(name, 'sunrise', 'by ' || name)
from unnest(array['narrowed', 'secluded']) as name;
update social_private.accounts set limited_at = now()
where profile_id = social_tests.id('narrowed');

-- Runs a query for each of the two accounts, and replaces what names the account in its result. The
-- results must be equal.
create function pg_temp.seen(query text, name text) returns text language plpgsql as $$
declare
  result text;
begin
  execute format(
    'select coalesce(jsonb_agg(to_jsonb(t)), ''[]'')::text from (%s) as t',
    replace(replace(query, ':id', quote_literal(social_tests.id(name))), ':name', name)
  ) into result;
  return replace(replace(regexp_replace(result,
    '"(cursor|created_at|accepted_at)": "[^"]*"', '', 'g'), social_tests.id(name)::text, 'ID'),
    name, 'NAME');
exception when others then
  return sqlerrm;
end;
$$;

create function pg_temp.differences() returns table (query text, of_limited text, of_private text)
language sql as $$
  select query, pg_temp.seen(query, 'narrowed'), pg_temp.seen(query, 'secluded')
  from unnest(array[
    'select * from social.profile(:id)',
    'select * from social.profile_by_username('':name'')',
    'select * from social.profiles where id = :id',
    'select * from social.profiles where is_private and id = :id',
    'select * from social.profile_counts where profile_id = :id',
    'select caption, media, cursor is null from social.profile_posts(:id)',
    'select * from social.profile_followers(:id)',
    'select * from social.profile_following(:id)',
    'select * from social.follows where :id in (follower_id, followee_id)',
    'select caption from social.posts where author_id = :id',
    'select * from social.post_likers(social_tests.post_id(''sunrise'')) where id = :id',
    'select * from social.likes where user_id = :id',
    'select body from social.post_comments(social_tests.post_id(''sunrise''))
      where author_id = :id',
    'select * from social.profile_followers(social_tests.id(''carol'')) where id = :id',
    'select * from social.follow_profile(:id)',
    'select * from social.profile(:id)',
    'select * from social.follows where :id = followee_id and state = ''pending''',
    'select * from social.unfollow_profile(:id)'
  ]) as query
  where pg_temp.seen(query, 'narrowed') is distinct from pg_temp.seen(query, 'secluded')
$$;

select social_tests.act_as('mallory');
select is(
  (select (is_private, post_count)::text from social.profile(social_tests.id('narrowed'))), '(t,)',
  'a limited account is private for a stranger');
select is_empty('select * from pg_temp.differences()',
  'a stranger sees no difference between a limited and a private account');
select social_tests.act_as('fan');
select is_empty('select * from pg_temp.differences()',
  'a follower sees no difference between a limited and a private account');
select social_tests.act_as_anon();
select is_empty('select * from pg_temp.differences()',
  'a person without a login sees no difference between a limited and a private account');

select social_tests.act_as('mallory');
select is(
  (select follow_state from social.follow_profile(social_tests.id('narrowed'))), 'pending',
  'a follow of a limited account is a request');
select social_tests.act_as('narrowed');
select is(
  (select array_agg(username) from social.follow_requests()), array['mallory'],
  'the owner of a limited account sees the request');
select is((select is_private from social.my_profile()), false,
  'my_profile returns the choice of the owner');
select is((select is_private from social.profile(social_tests.id('narrowed'))), false,
  'profile returns the choice of the owner to the owner');
select is((select is_private from social.update_profile(bio => 'Hello')), false,
  'update_profile returns the choice of the owner');

-- While the account is limited, the owner can change the choice, but not lift the limit.
select is((select is_private from social.update_profile(is_private => true)), true,
  'the owner of a limited account can make it private');
select is((select is_private from social.update_profile(is_private => false)), false,
  'the owner of a limited account can choose a public account again');
select is((select count(*) from social.follow_requests()), 1::bigint,
  'the choice of a public account accepts no request while the account is limited');
select social_tests.act_as('mallory');
select is((select is_private from social.profile(social_tests.id('narrowed'))), true,
  'the choice of a public account does not lift the limit');

select social_tests.act_as_operator();
select lives_ok(
  $$select social_private.moderate(
    null, 'profile', social_tests.id('narrowed'), 'restore', 'It was an error.')$$,
  'staff can lift the limit');
select social_tests.act_as('mallory');
select is(
  (select (is_private, follow_state)::text from social.profile(social_tests.id('narrowed'))),
  '(f,accepted)', 'when the limit ends, the account is public and its requests are accepted');

-- The operator makes the profile of a limited account public with SQL.
select social_tests.act_as_operator();
select social_tests.person('oscar');
update social_private.accounts set limited_at = now() where profile_id = social_tests.id('oscar');
select social_tests.request('mallory', 'oscar');
update social.profiles set is_private = false where username = 'oscar';
select is(
  (
    select state from social.follows
    where follower_id = social_tests.id('mallory') and followee_id = social_tests.id('oscar')
  ), 'pending', 'SEC-98 a profile that the operator makes public accepts no request while limited');
update social_private.accounts set limited_at = null where profile_id = social_tests.id('oscar');

-- A private account stays private when a limit begins and ends.
select social_tests.act_as_operator();
select social_tests.request('mallory', 'secluded');
update social_private.accounts set limited_at = now()
where profile_id = social_tests.id('secluded');
select is((select is_private from social.profiles where username = 'secluded'), true,
  'a limited private account is private');
update social_private.accounts set limited_at = null
where profile_id = social_tests.id('secluded');
select is((select is_private from social.profiles where username = 'secluded'), true,
  'a private account stays private when a limit ends');
select is(
  (
    select state from social.follows
    where follower_id = social_tests.id('mallory') and followee_id = social_tests.id('secluded')
  ), 'pending', 'the end of a limit accepts no request to a private account');
update social_private.accounts set is_private = false
where profile_id = social_tests.id('secluded');
select is(
  (
    select state from social.follows
    where follower_id = social_tests.id('mallory') and followee_id = social_tests.id('secluded')
  ), 'accepted', 'a change of the account by the operator accepts the requests, too');
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
