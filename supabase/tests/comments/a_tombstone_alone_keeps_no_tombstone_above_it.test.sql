begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'root');
select social_tests.comment('alice', 'sunrise', 'reply', 'root');
select social_tests.comment('carol', 'sunrise', 'answer', 'reply');
select social_tests.act_as('bob');
select social.delete_comment(social_tests.comment_id('root'));
select social_tests.act_as('alice');
select social.delete_comment(social_tests.comment_id('reply'));
select social_tests.act_as('dora');
select is(
  (select array_agg(deleted_by) from social.post_comments(social_tests.post_id('sunrise'))),
  array['author'::social.deleted_by],
  'a deleted comment leaves a tombstone while the viewer sees an answer to a deleted reply');
select social_tests.block('carol', 'dora');
select social_tests.act_as('dora');
select is_empty(
  $$select * from social.post_comments(social_tests.post_id('sunrise'))$$,
  'a deleted reply keeps no tombstone above it if the viewer does not see its answers');

select * from finish();
rollback;
