begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'post ' || n) from generate_series(1, 4) as n;
select social_tests.post('bob', 'bob post');
select social_tests.post('bob', 'bob hides', 'only_me');

select social_tests.act_as('alice');
select social.pin_post(social_tests.post_id('post ' || n)) from generate_series(1, 3) as n;
select throws_ok(
  $$select social.pin_post(social_tests.post_id('post 4'))$$, 'PT409', 'pins_too_many',
  'pinning a fourth post is rejected');
select lives_ok(
  $$select social.pin_post(social_tests.post_id('post 3'))$$,
  'pinning a pinned post again succeeds');
select is(
  (select array_agg(caption) from social.profile_posts(auth.uid())),
  array['post 3', 'post 2', 'post 1', 'post 4'],
  'pinning a pinned post again does not change its position on the profile');
select social.unpin_post(social_tests.post_id('post 1'));
select social.unpin_post(social_tests.post_id('post 1'));
select lives_ok(
  $$select social.pin_post(social_tests.post_id('post 4'))$$,
  'after one post is unpinned, another post can be pinned');
select throws_ok(
  $$select social.pin_post(social_tests.post_id('post 1'))$$, 'PT409', 'pins_too_many',
  'after one post is unpinned twice, only one more post can be pinned');

select throws_ok(
  $$select social.pin_post(social_tests.post_id('bob post'))$$, 'PT403', 'not_author',
  'a person cannot pin a post of somebody else');
select throws_ok(
  $$select social.pin_post(social_tests.post_id('bob hides'))$$, 'PT404', 'post_not_found',
  'pinning an invisible post of somebody else fails with post_not_found');
select social_tests.act_as_operator();
update social_private.config set pins_max = 0;
select social_tests.act_as('bob');
select throws_ok(
  $$select social.pin_post(social_tests.post_id('bob post'))$$, 'PT409', 'pins_too_many',
  'with pins_max = 0 in the config, no post can be pinned');
select social_tests.act_as('alice');
select lives_ok(
  $$select social.unpin_post(social_tests.post_id('post 4'))$$,
  'a pinned post can be unpinned after pins_max is lowered');

select * from finish();
rollback;
