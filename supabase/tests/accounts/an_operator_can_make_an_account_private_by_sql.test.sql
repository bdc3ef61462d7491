begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
create function pg_temp.found() returns bigint language sql as $$
  select count(*) from social.posts
$$;
select social_private.set_direct_table_access('everybody');

update social.profiles set is_private = true where id = social_tests.id('alice');
select social_tests.act_as('bob');
select is(pg_temp.found(), 0::bigint, 'a private account hides its posts');
select is((social.follow_profile(social_tests.id('alice'))).follow_state, 'pending',
  'a private account gets follow requests');
select social_tests.act_as_operator();
update social.profiles set is_private = false where id = social_tests.id('alice');
select social_tests.act_as('bob');
select is((social.follow_profile(social_tests.id('alice'))).follow_state, 'accepted',
  'an account that becomes public accepts pending requests');
select social_tests.act_as_anon();
select is(pg_temp.found(), 1::bigint, 'a public account shows its posts');

select social_tests.act_as_operator();
update social_private.accounts set limited_at = now() where profile_id = social_tests.id('alice');
select social_tests.request('carol', 'alice');
update social.profiles set is_private = false where id = social_tests.id('alice');
select is(
  (select state::text from social.follows where follower_id = social_tests.id('carol')), 'pending',
  'a limited account accepts no pending request');
select is((select is_private from social.profiles where id = social_tests.id('alice')), true,
  'a limited account stays private');
update social_private.accounts set limited_at = null where profile_id = social_tests.id('alice');
select is((select is_private from social.profiles where id = social_tests.id('alice')), false,
  'an account is public again when its limit is lifted');
select is(
  (select state::text from social.follows where follower_id = social_tests.id('carol')), 'accepted',
  'an account accepts pending requests when its limit is lifted');

select * from finish();
rollback;
