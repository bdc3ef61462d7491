begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
create function pg_temp.comment() returns text language sql as $$
  select format('select body from social.add_comment(%L, ''hello'', idempotency_key => ''once'')',
    social_tests.post_id('sunrise'))
$$;

select social_tests.act_as('bob');
select results_eq(pg_temp.comment(), $$values ('hello')$$,
  'a call with an idempotency key adds a comment');
select results_eq(
  pg_temp.comment(), $$values ('hello')$$,
  'a retry with the same idempotency key returns the comment');
select social_tests.act_as('alice');
select social.archive_post(social_tests.post_id('sunrise'));
select social_tests.act_as('bob');
select throws_ok(
  pg_temp.comment(), 'PT404', 'comment_not_found',
  'a retry fails with comment_not_found when the post of the comment is archived');

select * from finish();
rollback;
