begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mallory']) as name;
select social_tests.person('shy', true);
select social_tests.person('locked', true);
select social_tests.follow('alice', 'bob');
select social_tests.follow('alice', 'shy');
select social_tests.follow('carol', 'alice');
select social_tests.request('alice', 'locked');
select social_tests.post('bob', 'bob 1');
select social_tests.post('alice', 'alice 1', 'followers');
select social_tests.post('carol', 'carol 1');
select social_tests.post('shy', 'shy 1');
select social_tests.post('locked', 'locked 1');
select social_tests.post('bob', 'bob 2', 'followers');
select social_tests.post('bob', 'bob 3', 'only_me');
select social_tests.post('alice', 'alice 2', 'only_me');
select social_tests.post('shy', 'shy 2', 'only_me');

select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed()),
  array['bob 2', 'shy 1', 'alice 1', 'bob 1'],
  'home_feed lists own and followed posts newest first, without only_me posts');
select social.unfollow_profile(social_tests.id('bob'));
select is(
  (select array_agg(caption) from social.home_feed()), array['shy 1', 'alice 1'],
  'the home feed contains no post of an unfollowed person');
select social.follow_profile(social_tests.id('bob'));
select is(
  (select array_agg(caption) from social.home_feed()),
  array['bob 2', 'shy 1', 'alice 1', 'bob 1'],
  'a new follow adds the older posts of the followed person to the home feed');
select social_tests.act_as('locked');
select is(
  (select array_agg(caption) from social.home_feed()), array['locked 1'],
  'the home feed of a private account contains its own posts');
select social.accept_follow(social_tests.id('alice'));
select social_tests.act_as('alice');
select is(
  (select caption from social.home_feed(page_size => 1)), 'bob 2',
  'after a follow request is accepted, the home feed still starts with the newest post');
select is(
  (select array_agg(caption) from social.home_feed()),
  array['bob 2', 'locked 1', 'shy 1', 'alice 1', 'bob 1'],
  'after a follow request is accepted, the home feed contains older posts in order of time');
select social_tests.act_as('shy');
select social.remove_follower(social_tests.id('alice'));
select social_tests.act_as('alice');
select ok(
  (select not 'shy 1' = any (array_agg(caption)) from social.home_feed()),
  'after a person removes a follower, the follower''s home feed has no post of the person');
select social_tests.act_as('mallory');
select is_empty('select * from social.home_feed()',
  'the home feed of a person who follows nobody and has no posts is empty');

select * from finish();
rollback;
