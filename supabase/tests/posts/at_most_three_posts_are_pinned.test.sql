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
  'a fourth is refused');
select lives_ok(
  $$select social.pin_post(social_tests.post_id('post 3'))$$, 'what is pinned may be pinned again');
select is(
  (select array_agg(caption) from social.profile_posts(auth.uid())),
  array['post 3', 'post 2', 'post 1', 'post 4'], 'which does not move it');
select social.unpin_post(social_tests.post_id('post 1'));
select social.unpin_post(social_tests.post_id('post 1'));
select lives_ok(
  $$select social.pin_post(social_tests.post_id('post 4'))$$, 'an unpinned one makes room');
select throws_ok(
  $$select social.pin_post(social_tests.post_id('post 1'))$$, 'PT409', 'pins_too_many', 'for one');

select throws_ok(
  $$select social.pin_post(social_tests.post_id('bob post'))$$, 'PT403', 'not_author',
  'nobody pins another''s');
select throws_ok(
  $$select social.pin_post(social_tests.post_id('bob hides'))$$, 'PT404', 'post_not_found',
  'or learns of it by that');
select social_tests.act_as_operator();
update social_private.config set pins_max = 0;
select social_tests.act_as('bob');
select throws_ok(
  $$select social.pin_post(social_tests.post_id('bob post'))$$, 'PT409', 'pins_too_many',
  'the config says how many');
select social_tests.act_as('alice');
select lives_ok(
  $$select social.unpin_post(social_tests.post_id('post 4'))$$, 'and hinders no unpinning');

select * from finish();
rollback;
