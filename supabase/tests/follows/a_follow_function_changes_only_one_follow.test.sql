begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.follow('alice', 'bob');
select social_tests.follow('alice', 'carol');
select social_tests.follow('dora', 'bob');
select social_tests.follow('bob', 'alice');
select social_tests.follow('carol', 'alice');
select social_tests.request('bob', 'dora');
select social_tests.request('carol', 'dora');
select social_tests.request('bob', 'carol');
create function social_tests.edges() returns text[] language sql security definer return array(
  select a.username || ' ' || state || ' ' || b.username from social.follows
  join social.profiles as a on a.id = follower_id join social.profiles as b on b.id = followee_id
  order by 1);

select social_tests.act_as('alice');
select social.unfollow_profile(social_tests.id('bob'));
select is(social_tests.edges(), array[
  'alice accepted carol', 'bob accepted alice', 'bob pending carol', 'bob pending dora',
  'carol accepted alice', 'carol pending dora', 'dora accepted bob'],
  'unfollow_profile deletes exactly one follow');
select social.remove_follower(social_tests.id('bob'));
select is(social_tests.edges(), array[
  'alice accepted carol', 'bob pending carol', 'bob pending dora', 'carol accepted alice',
  'carol pending dora',  'dora accepted bob'], 'remove_follower deletes exactly one follow');
select social_tests.act_as('dora');
select social.reject_follow(social_tests.id('bob'));
select is(social_tests.edges(), array[
  'alice accepted carol', 'bob pending carol', 'carol accepted alice', 'carol pending dora',
  'dora accepted bob'],
  'reject_follow deletes exactly one follow request');
select social_tests.act_as_operator();
select social_tests.request('bob', 'dora');
select social_tests.act_as('dora');
select social.accept_follow(social_tests.id('carol'));
select is(social_tests.edges(), array[
  'alice accepted carol', 'bob pending carol', 'bob pending dora', 'carol accepted alice',
  'carol accepted dora',  'dora accepted bob'],
  'accept_follow accepts exactly one follow request');
select social_tests.act_as_operator();
select is_empty(
  'select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
