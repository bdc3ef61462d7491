begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'friend', 'fan', 'mallory']) as name;
select social_tests.follow(name, 'alice') from unnest(array['friend', 'fan']) as name;
select social_tests.post('alice', 'for everybody');
select social_tests.post('alice', 'secret', 'close_friends');
create function pg_temp.feed() returns text[] language sql as $$
  select array_agg(caption) from social.home_feed()
$$;

select social_tests.act_as('friend');
select is(pg_temp.feed(), array['for everybody'],
  'the home feed of a follower who is not a close friend does not contain the post');
select social_tests.act_as('alice');
select is(pg_temp.feed(), array['secret', 'for everybody'],
  'the author sees their own post for close friends in the home feed');
select is(
  (select is_close_friend from social.add_close_friend(social_tests.id('friend'))), true,
  'a follower can be added as a close friend');
select is(
  (select is_close_friend from social.add_close_friend(social_tests.id('mallory'))), true,
  'a person who does not follow the author can be added as a close friend');

select social_tests.act_as('friend');
select is(pg_temp.feed(), array['secret', 'for everybody'],
  'the home feed of a close friend contains the post');
select is(
  (select array_agg(caption) from social.profile_posts(social_tests.id('alice'))),
  array['secret', 'for everybody'], 'the profile of the author shows the post to a close friend');
select social_tests.act_as('mallory');
select is(
  (select caption from social.post(social_tests.post_id('secret'))), 'secret',
  'a close friend who does not follow the author can open the post');
select is(pg_temp.feed(), null,
  'the post is not in the home feed of a close friend who does not follow the author');
select social_tests.act_as('fan');
select is(pg_temp.feed(), array['for everybody'],
  'the home feed of another follower does not contain the post');
select throws_ok(
  $$select social.post(social_tests.post_id('secret'))$$, 'PT404', 'post_not_found',
  'another follower cannot open the post');

select social_tests.act_as('alice');
select is(
  (select is_close_friend from social.remove_close_friend(social_tests.id('friend'))), false,
  'a close friend can be removed from the list');
select social_tests.act_as('friend');
select is(pg_temp.feed(), array['for everybody'],
  'the home feed of a removed close friend does not contain the post');

select * from finish();
rollback;
