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
  'PT403', 'comments_closed', 'SEC-36 a person whom the comment policy excludes cannot comment');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', social_tests.comment_id('first'))
  $$, 'PT403', 'comments_closed',
  'SEC-36 a person whom the comment policy excludes cannot reply to their own comment');
select throws_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm', null, 'new key')$$,
  'PT403', 'comments_closed', 'SEC-36 a new idempotency key does not bypass the comment policy');
select is(
  (select body from social.add_comment(social_tests.post_id('sunrise'), 'first', null, 'a key')),
  'first',
  'SEC-36 repeating a successful add_comment call returns the existing comment');
select is((select count(*) from social.comments), 1::bigint,
  'SEC-36 repeating a successful add_comment call creates no second comment');
select ok(social_tests.is_unchanged(), 'SEC-36 refused and repeated comments change no row');

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('fan'));
select social.update_post(social_tests.post_id('sunrise'), comment_policy => 'everyone');
select social_tests.act_as('fan');
select throws_ok(
  $$select social.add_comment(social_tests.post_id('sunrise'), 'hm')$$,
  'PT404', 'post_not_found',
  'SEC-36 a person blocked by the author gets post_not_found under any comment policy');

select * from finish();
rollback;
