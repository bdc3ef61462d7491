begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', caption) from unnest(array['one', 'two', 'three']) as caption;
select social_tests.post('bob', 'bob ' || n) from generate_series(1, 3) as n;

select social_tests.act_as('bob');
select social.pin_post(social_tests.post_id('bob ' || n)) from generate_series(1, 3) as n;
select social_tests.act_as('alice');
select lives_ok(
  $$select social.pin_post(social_tests.post_id('one'))$$,
  'pins of other people do not count for the maximum');
select social.pin_post(social_tests.post_id('two'));
select social.unpin_post(social_tests.post_id('two'));
select set_eq(
  'select caption from social.posts where pinned_at is not null',
  array['one', 'bob 1', 'bob 2', 'bob 3'], 'unpinning a post leaves other posts pinned');

select social.archive_post(social_tests.post_id('one'));
select set_eq(
  'select caption from social.posts where archived_at is not null', array['one'],
  'archiving a post archives no other post');
select social.archive_post(social_tests.post_id('two'));
select social.unarchive_post(social_tests.post_id('one'));
select set_eq(
  'select caption from social.posts where archived_at is not null', array['two'],
  'unarchiving a post leaves other posts archived');
select is(
  (select array_agg(caption) from social.archived_posts()), array['two'],
  'archived_posts lists the posts that are still archived');

select * from finish();
rollback;
