begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'fan']) as name;
select social_tests.follow('fan', 'alice');
select social_tests.post('alice', 'sunrise');

select social_tests.act_as('mallory');
select social.add_comment(social_tests.post_id('sunrise'), 'first', null, 'a key');
select social_tests.act_as('alice');
select social.update_post(social_tests.post_id('sunrise'), comment_policy => 'followers');
select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm')$$,
  'PT403', 'comments_closed', 'SEC-36 a person whom the policy excludes cannot comment');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', social_tests.comment_id('first'))
  $$, 'PT403', 'comments_closed',
  'SEC-36 a person whom the policy excludes cannot reply to their own comment');
select throws_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm', null, 'new key')$$,
  'PT403', 'comments_closed', 'SEC-36 a new idempotency key does not bypass the policy');
select is(
  (select body from social.add_comment(social_tests.post_id('sunrise'), 'first', null, 'a key')),
  'first', 'SEC-36 a retry of an accepted comment returns it');
select is((select count(*) from social.comments), 1::bigint,
  'SEC-36 a retry creates no second comment');
select ok(social_tests.is_unchanged(), 'SEC-36 no row has changed');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('fan'));
select social.update_post(social_tests.post_id('sunrise'), comment_policy => 'everyone');
select social_tests.act_as('fan');
select throws_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm')$$,
  'PT404', 'post_not_found', 'SEC-36 a blocked person gets post_not_found instead');

select * from finish();
rollback;
