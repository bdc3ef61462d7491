begin;
select plan(8);
-- Two communities: the fans of tea follow tea1 to tea4, and the fans of jazz follow jazz1.
select social_tests.person('tea' || n) from generate_series(1, 4) as n;
select social_tests.person('fan.tea' || n), social_tests.person('fan.jazz' || n)
from generate_series(1, 8) as n;
select social_tests.person('fan.both' || n) from generate_series(1, 4) as n;
select social_tests.person(name) from unnest(array['jazz1', 'silent', 'hidden', 'loner']) as name;
update social.profiles set created_at = now() - interval '1 year';
select social_tests.person('ring' || n) from generate_series(1, 9) as n;
select social_tests.person('newcomer');
select social_tests.follow('fan.tea' || fan, 'tea' || star)
from generate_series(1, 8) as fan, generate_series(1, 4) as star where fan + star < 10;
select social_tests.follow('fan.jazz' || fan, 'jazz1') from generate_series(1, 3) as fan;
select social_tests.follow('fan.jazz' || fan, name)
from generate_series(1, 8) as fan, unnest(array['silent', 'hidden']) as name;
select social_tests.follow('ring' || a, 'ring' || b)
from generate_series(1, 9) as a, generate_series(1, 9) as b where a <> b;
select social_tests.post(username, username || ' post') from social.profiles
where username !~ '^(silent|fan)';
update social_private.accounts set is_private = true
where profile_id = social_tests.id('hidden');
-- Followers of a private account, and an old post, do not make a person popular.
select social_tests.post('silent', 'old post', at => now() - interval '60 days');

select is(social_private.refresh_popular_profiles(), 5, 'five people are popular');
select is(
  (select array_agg(username order by place)
    from social_private.popular_profiles join social.profiles on profiles.id = profile_id
    where place > 2 and username like 'tea%'),
  array['tea3', 'tea4'],
  'people of the same community are similar, and the third of them comes later');
select is(
  (select place from social_private.popular_profiles
    where profile_id = social_tests.id('jazz1')), 3,
  'somebody of another community comes before the third person of the first community');
select is(social_private.refresh_popular_profiles(), 0, 'the table is written once an hour');
select social_tests.act_as('newcomer');
select is(
  (select array_agg(distinct reason) from social.suggested_profiles()), array['popular'],
  'a newcomer who follows nobody gets popular people');
select is(
  (select array_agg(username) from social.suggested_profiles()),
  array['tea1', 'tea2', 'jazz1', 'tea3', 'tea4'],
  'a newcomer sees nobody who is private, silent or popular only among new accounts');
select social_tests.act_as_operator();
update social_private.popular_profiles set refreshed_at = now() - interval '2 hours';
update social_private.accounts set is_discoverable = false
where profile_id = social_tests.id('jazz1');
update social_private.accounts set following_visibility = 'only_me'
from social.profiles where profiles.id = profile_id and username like 'fan.tea%';
select is(
  social_private.refresh_popular_profiles(), 0,
  'neither undiscoverable people are popular, nor people whose followers hide whom they follow');
update social.profiles set created_at = now() - interval '1 year' where username like 'ring%';
select is(
  social_private.refresh_popular_profiles(), 9, 'accounts that are no longer new count');

select * from finish();
rollback;
