begin;
select plan(7);
select social_tests.person(name) from unnest(array[
  'viewer', 'anna', 'ben', 'carl', 'dora', 'three', 'two', 'one', 'other'
]) as name;
select social_tests.follow('viewer', name, now() - interval '2 days')
from unnest(array['anna', 'ben', 'carl', 'dora']) as name;
select social_tests.follow(follower, followee, now() - interval '1 day')
from (values
  ('anna', 'three'), ('ben', 'three'), ('carl', 'three'), ('anna', 'two'), ('ben', 'two'),
  ('anna', 'one'), ('dora', 'other')
) as edges (follower, followee);
-- Dora follows more people than Anna, so her follow of other counts less.
update social_private.profile_counters set following_count = 5000
where profile_id = social_tests.id('dora');

select social_tests.act_as('viewer');
select is(
  (select array_agg(username) from social.suggested_profiles()),
  array['three', 'two', 'one', 'other'],
  'the person whom most followees follow comes first, and a follow by somebody who follows many
  people counts less');
select is(
  (select array_agg(mutual_count) from social.suggested_profiles()), array[3, 2, 1, 1],
  'each suggestion has the number of followees who follow the person');
select is(
  (select array_agg(mutual ->> 'username' order by mutual ->> 'username')
    from social.suggested_profiles(page_size => 1), jsonb_array_elements(mutuals) as mutual),
  array['anna', 'ben', 'carl'], 'each suggestion names the followees who follow the person');
select is(
  (select array_agg(distinct reason) from social.suggested_profiles()), array['mutuals'],
  'the reason of such a suggestion is mutuals');
select is(
  (select array_agg(key order by key)
    from social.suggested_profiles(page_size => 1), jsonb_object_keys(mutuals -> 0) as key),
  array['avatar_path', 'display_name', 'id', 'username'],
  'a mutual has an id, a username, a display name and a picture');

select social_tests.act_as_operator();
select social_tests.follow('dora', 'three', now() - interval '1 day');
delete from social_private.suggestion_caches;
select social_tests.act_as('viewer');
select is(
  (select (mutual_count, jsonb_array_length(mutuals))::text
    from social.suggested_profiles(page_size => 1)),
  '(4,3)', 'at most three mutuals are named, and all count');
select is(
  social_tests.walk(
    'select username as item, cursor from social.suggested_profiles(%L,1)'),
  array['three', 'two', 'one', 'other'], 'the pages contain the same people in the same order');

select * from finish();
rollback;
