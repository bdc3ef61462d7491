begin;
select plan(8);
select social_tests.person(name) from unnest(array[
  'viewer', 'anna', 'ben', 'carl', 'target', 'second'
]) as name;
select social_tests.follow('viewer', name, now() - interval '2 days')
from unnest(array['anna', 'ben', 'carl']) as name;
select social_tests.follow(follower, 'target', now() - interval '1 day')
from unnest(array['anna', 'ben', 'carl']) as follower;
create function pg_temp.target() returns text language sql as $$
  select mutual_count || ' ' || (
    select coalesce(string_agg(mutual ->> 'username', ',' order by mutual ->> 'username'), '')
    from jsonb_array_elements(mutuals) as mutual)
  from social.suggested_profiles() where username = 'target'
$$;
create function pg_temp.change(statement text) returns text language plpgsql as $$
declare
  seen text;
begin
  perform social_tests.act_as_operator();
  execute statement;
  perform social_tests.act_as('viewer');
  seen := pg_temp.target();
  raise exception sqlstate 'UNDO0' using message = coalesce(seen, 'nobody');
exception when sqlstate 'UNDO0' then
  return sqlerrm;
end;
$$;

select social_tests.act_as('viewer');
select is(pg_temp.target(), '3 anna,ben,carl', 'three followees follow the person');
select is(
  pg_temp.change($$update social_private.accounts set following_visibility = 'only_me'
    where profile_id = social_tests.id('ben')$$),
  '2 anna,carl', 'a followee who hides their list of followed people does not count any more');
select is(
  pg_temp.change($$update social_private.accounts set is_private = true
    where profile_id = social_tests.id('ben')$$),
  '3 anna,ben,carl', 'a private followee counts, because the viewer may see their list');
select is(
  pg_temp.change($$update social_private.accounts set suspended_at = now()
    where profile_id = social_tests.id('ben')$$),
  '2 anna,carl', 'an inactive followee does not count');
select is(
  pg_temp.change($$delete from social.follows
    where follower_id = social_tests.id('viewer') and followee_id = social_tests.id('ben')$$),
  '2 anna,carl', 'somebody whom the viewer has unfollowed does not count');
select is(
  pg_temp.change($$delete from social.follows
    where follower_id = social_tests.id('ben') and followee_id = social_tests.id('target')$$),
  '2 anna,carl', 'a followee who has unfollowed the person does not count');
select is(
  pg_temp.change($$insert into social_private.mutes (muter_id, muted_id)
    values (social_tests.id('viewer'), social_tests.id('ben'))$$),
  '2 anna,carl', 'a muted followee does not count');
select is(
  pg_temp.change($$update social_private.accounts set followers_visibility = 'followers'
    where profile_id = social_tests.id('target')$$),
  'nobody', 'a person who hides their followers is not suggested any more');

select * from finish();
rollback;
