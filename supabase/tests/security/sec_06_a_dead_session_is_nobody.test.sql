begin;
select plan(13);
select social_tests.person('alice', true);
select social_tests.login('newcomer');
select social_tests.post('alice', 'sunrise');
select social_tests.person('bob');
insert into social.saves (user_id, post_id)
values (social_tests.id('alice'), social_tests.post_id('sunrise'));
insert into auth.sessions (id, user_id) values
  ('11111111-1111-4111-8111-111111111111', social_tests.id('alice')),
  ('22222222-2222-4222-8222-222222222222', social_tests.id('bob')),
  ('33333333-3333-4333-8333-333333333333', social_tests.id('newcomer'));

select social_tests.act_as('alice', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select lives_ok('select social.my_profile()', 'SEC-06 a token counts while its session lives');
select is((select count(*) from social.saves), 1::bigint, 'SEC-06 for the tables too');
select social_tests.act_as_operator();
update auth.sessions set not_after = now() + interval '1 hour';
select social_tests.act_as('alice', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select lives_ok('select social.my_profile()', 'SEC-06 a session that will end has not ended');

select social_tests.act_as('alice', '{"session_id": "22222222-2222-4222-8222-222222222222"}');
select throws_ok(
  'select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-06 a session of somebody else does not make a token count');

select social_tests.act_as_operator();
update auth.sessions set not_after = now() - interval '1 second'
where user_id = social_tests.id('alice');
select social_tests.act_as('alice', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select throws_ok(
  'select social.my_profile()', 'PT401', 'not_signed_in', 'SEC-06 an expired session is over');

select social_tests.act_as_operator();
delete from auth.sessions;
select social_tests.upload('alice');
select social_tests.remember();
select social_tests.act_as('alice', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select throws_ok(
  format('select social.delete_post(%L)', social_tests.post_id('sunrise')), 'PT401',
  'not_signed_in', 'SEC-06 after signing out everywhere an old token commands nothing');
select throws_ok(
  'select social.home_feed()', 'PT401', 'not_signed_in', 'SEC-06 it reads no feed');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('sunrise')), 'PT404', 'post_not_found',
  'SEC-06 it sees what anon sees');
select is_empty('select * from social.posts', 'SEC-06 in the tables too');
select is_empty('select * from social.saves', 'SEC-06 nor what was saved');
select is_empty('select * from storage.objects', 'SEC-06 nor files');
select social_tests.act_as('newcomer', '{"session_id": "33333333-3333-4333-8333-333333333333"}');
select throws_ok(
  'select social.create_profile(''newcomer'')', 'PT401', 'not_signed_in',
  'SEC-06 nor can it make a profile');
select ok(social_tests.is_unchanged(), 'SEC-06 nothing has changed');

select * from finish();
rollback;
