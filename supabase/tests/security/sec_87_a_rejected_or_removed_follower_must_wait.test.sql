begin;
select plan(9);
select social_tests.person('alice', true);
select social_tests.person(name) from unnest(array['bob', 'carol', 'mallory']) as name;

create function pg_temp.follow(followee text) returns text language sql as $$
  select regexp_replace(
    social_tests.outcome(format('select social.follow_profile(%L)', social_tests.id(followee))),
    '\d+ seconds', 'n seconds')
$$;

select social_tests.act_as('mallory');
select social.follow_profile(social_tests.id('alice'));
select social_tests.act_as('alice');
select social.reject_follow(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select is(
  pg_temp.follow('alice'), 'PT429 rate_limited Too many requests. Try again in n seconds.',
  'SEC-87 a person whose request was rejected cannot request again at once');
select is(
  substring(social_tests.outcome(
    format('select social.follow_profile(%L)', social_tests.id('alice'))), '(\d+) seconds')::integer,
  86400, 'SEC-87 the error says that the pause lasts 24 hours');
select social.unfollow_profile(social_tests.id('alice'));
select matches(pg_temp.follow('alice'), '^PT429 ',
  'SEC-87 withdrawing a request does not end the pause');
select is(pg_temp.follow('bob'), '1 rows', 'SEC-87 the pause applies to one person only');

select social_tests.act_as('bob');
select social.remove_follower(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select matches(pg_temp.follow('bob'), '^PT429 ',
  'SEC-87 a removed follower cannot follow the public account again at once');
select social_tests.act_as('alice');
select social.block_profile(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select matches(pg_temp.follow('alice'), '^PT404 profile_not_found ',
  'SEC-87 the pause is not visible to a blocked person');
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('mallory'));
select social_tests.act_as('mallory');
select matches(pg_temp.follow('alice'), '^PT429 ', 'SEC-87 an unblock does not end the pause');
select social_tests.act_as('carol');
select is(pg_temp.follow('alice'), '1 rows', 'SEC-87 other people may still send requests');
select social_tests.act_as_operator();
update social_private.follow_pauses set rejected_at = rejected_at - interval '24 hours';
select social_tests.act_as('mallory');
select is(pg_temp.follow('alice'), '1 rows', 'SEC-87 after the pause, the person may request again');

select * from finish();
rollback;
