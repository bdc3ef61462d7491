begin;
select plan(3);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('bob', 'harbour');
select social_tests.block('bob', 'alice');

select social_tests.act_as('alice');
select is_empty('select * from social.posts',
  'a blocked person does not see the post of the blocker');
select social_tests.act_as_anon();
select is((select count(*) from social.posts), 1::bigint,
  'an anonymous caller sees the post of the blocker');
select social_tests.act_as('alice', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select is(
  (select count(*) from social.posts), 1::bigint,
  'the blocked person can see the post with the token of an ended session');

select * from finish();
rollback;
