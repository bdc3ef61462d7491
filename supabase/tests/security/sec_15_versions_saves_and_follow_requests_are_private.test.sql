begin;
select plan(11);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('carol', true);
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.request('bob', 'carol');

select social_tests.act_as('alice');
select id from social.update_post(social_tests.post_id('sunrise'), 'sunset');
select id from social.update_comment(social_tests.comment_id('first'), 'second');
select social_tests.act_as('bob');
select social.save_post(social_tests.post_id('sunset'));

select social_tests.act_as('mallory');
select is_empty('select * from social.post_edits',
  'SEC-15 a person cannot read earlier captions of a post of somebody else');
select is_empty('select * from social.comment_edits',
  'SEC-15 a person cannot read earlier versions of a comment of somebody else');
select is_empty('select * from social.saves',
  'SEC-15 a person cannot read the saves of somebody else');
select is_empty('select * from social.follows',
  'SEC-15 a third person cannot read a follow request of others in the table follows');
select is_empty('select * from social.follow_requests()',
  'SEC-15 follow_requests shows a third person no follow request of others');
select throws_ok(
  format('select social.post_history(%L)', social_tests.post_id('sunset')), 'PT403',
  'not_author', 'SEC-15 post_history refuses a person who is not the author');
select throws_ok(
  format('select social.comment_history(%L)', social_tests.comment_id('second')), 'PT403',
  'not_author', 'SEC-15 comment_history refuses a person who is not the author');

select social_tests.act_as_anon();
select throws_ok(
  'select * from social.saves', '42501', 'permission denied for table saves',
  'SEC-15 an anonymous caller cannot read the table saves');
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.post_edits), array['sunrise'],
  'SEC-15 the author can read earlier captions of their posts');
select is(
  (select array_agg(body) from social.comment_edits), array['first'],
  'SEC-15 the author can read earlier versions of their comments');
select social_tests.act_as('bob');
select results_eq(
  'select count(*) from social.saves union all select count(*) from social.follows',
  array[1::bigint, 1::bigint], 'SEC-15 a person can read their own saves and follow requests');

select * from finish();
rollback;
