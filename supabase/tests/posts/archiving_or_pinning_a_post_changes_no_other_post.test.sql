begin;
select plan(5);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', caption) from unnest(array['one', 'two', 'three']) as caption;
select social_tests.post('bob', 'bob ' || n) from generate_series(1, 3) as n;

select social_tests.act_as('bob');
select social.pin_post(social_tests.post_id('bob ' || n)) from generate_series(1, 3) as n;
select social_tests.act_as('alice');
select lives_ok(
  $$select social.pin_post(social_tests.post_id('one'))$$,
  'posts pinned by other people do not count towards the pin limit of the author');
select social.pin_post(social_tests.post_id('two'));
select social.unpin_post(social_tests.post_id('two'));
select set_eq(
  'select caption from social.posts where pinned_at is not null',
  array['one', 'bob 1', 'bob 2', 'bob 3'], 'unpinning a post does not unpin other posts');

select social.archive_post(social_tests.post_id('one'));
select set_eq(
  'select caption from social.posts where archived_at is not null', array['one'],
  'archiving a post does not archive other posts');
select social.archive_post(social_tests.post_id('two'));
select social.unarchive_post(social_tests.post_id('one'));
select set_eq(
  'select caption from social.posts where archived_at is not null', array['two'],
  'unarchiving a post does not unarchive other posts');
select is(
  (select array_agg(caption) from social.archived_posts()), array['two'],
  'archived_posts does not list a post after it is unarchived');

select * from finish();
rollback;
