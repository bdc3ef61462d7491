begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'first');
select social_tests.post('mallory', 'a post of one''s own');

select social_tests.remember();
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.update_post(%L, ''defaced'')', social_tests.post_id('sunrise')), 'PT403',
  'not_author', 'SEC-19 a stranger cannot edit a post');
select throws_ok(
  format('select social.update_post(%L)', social_tests.post_id('sunrise')), 'PT403',
  'not_author', 'SEC-19 a stranger gets not_author even for an update without changes');
select throws_ok(
  format('select social.delete_post(%L)', social_tests.post_id('sunrise')), 'PT403',
  'not_author', 'SEC-19 a stranger cannot delete a post');
select throws_ok(
  format('select social.update_comment(%L, ''defaced'')', social_tests.comment_id('first')),
  'PT403', 'not_author', 'SEC-19 a stranger cannot edit a comment');
select throws_ok(
  format('select social.delete_comment(%L)', social_tests.comment_id('first')), 'PT403',
  'not_author', 'SEC-19 a stranger cannot delete a comment');
select ok(social_tests.is_unchanged(), 'SEC-19 refused edits and deletions change no row');

select social_tests.act_as('alice');
select throws_ok(
  format('select social.update_comment(%L, ''defaced'')', social_tests.comment_id('first')),
  'PT403', 'not_author',
  'SEC-19 the author of a post cannot edit comments of other people on the post');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.delete_post(%L)', social_tests.post_id('sunrise')), 'PT403',
  'not_author', 'SEC-19 a person who commented on a post cannot delete the post');
select ok(social_tests.is_unchanged(), 'SEC-19 refused edits and deletions change no row');

select * from finish();
rollback;
