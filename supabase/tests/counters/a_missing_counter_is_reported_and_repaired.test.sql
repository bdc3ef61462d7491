begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'first');
delete from social.comments;
select social_tests.comment('bob', 'sunrise', 'second');
delete from social_private.profile_counters where profile_id = social_tests.id('bob');
delete from social_private.post_counters;
delete from social_private.comment_counters;
select results_eq(
  'select counter, subject_id, stored, actual from social_private.verify_counters() order by 1',
  $$values
    ('comment_reply_count', social_tests.comment_id('second'), null::bigint, 0::bigint),
    ('post_comment_count', social_tests.post_id('sunrise'), null, 1),
    ('post_count', social_tests.id('bob'), null, 0)$$,
  'a missing counter is reported, also if all its counts are 0');
select is(social_private.repair_counters(), 3::bigint, 'missing counters are repaired');
select is_empty('select * from social_private.verify_counters()', 'no counter is missing');
select social_tests.follow('alice', 'bob');
select is(
  (select follower_count from social_private.profile_counters
    where profile_id = social_tests.id('bob')), 1, 'a repaired counter counts');


select * from finish();
rollback;
