begin;
select plan(12);
select social_tests.person('alice', true);
select social_tests.person('carol', true);
select social_tests.person('bob');
select social_tests.login('newcomer');
select social_tests.follow('alice', 'carol');
select social_tests.follow('bob', 'carol');
select social_tests.follow('carol', 'bob');
select social_tests.request('bob', 'alice');
select social_tests.post('carol', 'sunset');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.upload('alice');
select social_tests.act_as('alice');
select id from social.update_post(social_tests.post_id('sunrise'), 'morning');
select id from social.update_comment(social_tests.comment_id('first'), 'second');
select social.save_post(social_tests.post_id('sunset'));
select social_tests.act_as_operator();
select social_tests.insert_session(session::uuid, social_tests.id(name))
from (values
  ('11111111-1111-4111-8111-111111111111', 'alice'),
  ('22222222-2222-4222-8222-222222222222', 'bob'),
  ('33333333-3333-4333-8333-333333333333', 'newcomer')
) as sign_in (session, name);

create view social_tests.seen with (security_invoker = true) as
select 'posts' as surface, count(*) as rows from social.posts union all
select 'follows', count(*) from social.follows union all
select 'comments', count(*) from social.comments union all
select 'saves', count(*) from social.saves union all
select 'post_edits', count(*) from social.post_edits union all
select 'comment_edits', count(*) from social.comment_edits union all
select 'post_counts', count(*) from social.post_counts union all
select 'counts of the locked', count(*) from social.profile_counts
  where profile_id <> social_tests.id('bob') union all
select 'files', count(*) from storage.objects union all
select 'page of carol', count(*) from social.profile_posts(social_tests.id('carol')) union all
select 'followers of carol', count(*) from social.profile_followers(social_tests.id('carol'));
grant select on social_tests.seen to authenticated;
create function social_tests.token(name text, session text) returns void language sql as $$
  select social_tests.act_as_operator();
  select social_tests.act_as(name, jsonb_build_object('session_id', session))
$$;

select social_tests.token('alice', '11111111-1111-4111-8111-111111111111');
select is_empty('select * from social_tests.seen where rows = 0',
  'SEC-06 a token works while its session is active');
select social_tests.act_as_operator();
update auth.sessions set not_after = now() + interval '1 hour';
select social_tests.token('alice', '11111111-1111-4111-8111-111111111111');
select lives_ok('select social.my_profile()', 'SEC-06 a token works before its session expires');
select social_tests.token('alice', '22222222-2222-4222-8222-222222222222');
select throws_ok('select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-06 a token does not work with the session of another person');
select social_tests.act_as_operator();
update auth.sessions set not_after = now() - interval '1 second';
select social_tests.token('alice', '11111111-1111-4111-8111-111111111111');
select throws_ok('select social.my_profile()', 'PT401', 'not_signed_in',
  'SEC-06 a token does not work after its session has expired');

select social_tests.act_as_operator();
delete from auth.sessions;
select social_tests.remember();
select social_tests.token('alice', '11111111-1111-4111-8111-111111111111');
select throws_ok(format('select social.delete_post(%L)', social_tests.post_id('morning')),
  'PT401', 'not_signed_in', 'SEC-06 a token cannot write after its session is deleted');
select throws_ok('select social.home_feed()', 'PT401', 'not_signed_in',
  'SEC-06 a token cannot read the home feed after its session is deleted');
select throws_ok(format('select social.post(%L)', social_tests.post_id('morning')),
  'PT404', 'post_not_found',
  'SEC-06 a token cannot open a private post of its own account after its session is deleted');
select is_empty('select * from social_tests.seen where rows > 0',
  'SEC-06 a token sees no private rows in any table or function after its session is deleted');
select is((social.profile(social_tests.id('carol'))).follow_state, null,
  'SEC-06 a token cannot read the follow_state of a profile after its session is deleted');
select throws_ok(format('insert into storage.objects (bucket_id, name) values (''social-media'', %L)',
  auth.uid() || '/' || gen_random_uuid() || '.jpg'), '42501', null,
  'SEC-06 a token cannot upload files after its session is deleted');
select social_tests.token('newcomer', '33333333-3333-4333-8333-333333333333');
select throws_ok('select social.create_profile(''newcomer'')', 'PT401', 'not_signed_in',
  'SEC-06 a token cannot create a profile after its session is deleted');
select ok(social_tests.is_unchanged(),
  'SEC-06 calls with the token of a deleted session change no row');

select * from finish();
rollback;
