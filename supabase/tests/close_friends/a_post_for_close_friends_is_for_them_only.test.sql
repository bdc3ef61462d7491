begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'friend', 'fan', 'mallory']) as name;
select social_tests.follow(name, 'alice') from unnest(array['friend', 'fan']) as name;
select social_tests.post('alice', 'open door');
select social_tests.post('alice', 'secret', 'close_friends');
create function pg_temp.feed() returns text[] language sql as $$
  select array_agg(caption) from social.home_feed()
$$;

select social_tests.act_as('friend');
select is(pg_temp.feed(), array['open door'], 'who is no close friend does not see it');
select social_tests.act_as('alice');
select is(pg_temp.feed(), array['secret', 'open door'], 'its author does');
select is(
  (select is_close_friend from social.add_close_friend(social_tests.id('friend'))), true,
  'a follower becomes a close friend');
select is(
  (select is_close_friend from social.add_close_friend(social_tests.id('mallory'))), true,
  'who does not follow may be one, too');

select social_tests.act_as('friend');
select is(pg_temp.feed(), array['secret', 'open door'], 'a close friend''s feed has it at once');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('alice'))),
  array['secret', 'open door'], 'and the grid');
select social_tests.act_as('mallory');
select is(
  (select caption from social.post(social_tests.post_id('secret'))), 'secret',
  'who does not follow sees it, too');
select is(pg_temp.feed(), null, 'but has it in no feed');
select social_tests.act_as('fan');
select is(pg_temp.feed(), array['open door'], 'another follower has not');
select throws_ok(
  $$select social.post(social_tests.post_id('secret'))$$, 'PT404', 'post_not_found',
  'nor a way to it');

select social_tests.act_as('alice');
select is(
  (select is_close_friend from social.remove_close_friend(social_tests.id('friend'))), false,
  'a close friend can be taken off the list');
select social_tests.act_as('friend');
select is(pg_temp.feed(), array['open door'], 'and sees it no more');

select * from finish();
rollback;
