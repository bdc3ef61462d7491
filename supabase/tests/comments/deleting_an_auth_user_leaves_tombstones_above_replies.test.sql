begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'answered');
select social_tests.comment('alice', 'sunrise', 'answer', 'answered');
select social_tests.comment('bob', 'sunrise', 'alone');

-- Auth and Studio delete the row in auth.users directly. Then no worker erases the person in
-- batches.
delete from auth.users where id = social_tests.id('bob');
select is(
  (select array_agg(coalesce(body, deleted_by::text) order by id) from social.comments),
  array['author', 'answer'],
  'a reply by another person stays below a tombstone of the deleted person');
select is(
  (select count(*) from social.comments where author_id is null), 1::bigint,
  'the tombstone does not contain the id of its author');
select social_tests.act_as('alice');
select is(
  (select reply_count from social.post_comments(social_tests.post_id('sunrise'))), 1,
  'post_comments still lists the tombstone with its reply');
select is(
  (select count(*) from social.comments), 1::bigint,
  'a direct read of social.comments does not return the tombstone');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that it counts');

select * from finish();
rollback;
