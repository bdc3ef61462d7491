begin;
select plan(9);
select social_tests.person(name) from unnest(array['author', 'viewer', 'fan']) as name;
update social.profiles set created_at = now() - interval '30 days';
select social_tests.follow('viewer', 'fan');
select social_tests.post('author', 'sunrise #sky');
select social_tests.work();
update social_private.config set discovery = false;
select social_tests.like('fan', 'sunrise #sky'), social_tests.comment('fan', 'sunrise #sky', 'nice');
insert into social.saves (user_id, post_id)
values (social_tests.id('fan'), social_tests.post_id('sunrise #sky'));
update social.posts set archived_at = now();
update social.posts set archived_at = null;
select is_empty('select from social_private.score_changes', 'nothing is queued while discovery is off');
select social_tests.act_as('viewer');
select is_empty('select from social.explore_posts()', 'explore is empty while discovery is off');
select social_tests.act_as_operator();
update social_private.explore_refreshes set refreshed_at = '-infinity';
select is(social_private.is_work_due(), false, 'the worker has nothing to do while discovery is off');
select is(social_private.refresh_discovery(100), 0, 'the worker refreshes nothing');
select is(
  (select refreshed_at from social_private.explore_refreshes), '-infinity', 'the pool is not refreshed');

update social_private.config set discovery = true;
select is(
  (select count(*) from social_private.reindexes), 1::bigint,
  'switching discovery on queues all posts');
select social_tests.work();
select is_empty('select from social_private.post_scores',
  'the worker waits until the transactions end that began while discovery was off');
update social_private.reindexes set due_at = now();
delete from social_private.hashtag_posts;
select social_tests.work();
select is(
  (select array_agg(caption) from social_private.post_scores
  join social.posts on posts.id = post_id), array['sunrise #sky'],
  'then the worker computes the scores of earlier posts');
select is_empty('select from social_private.reindexes', 'the work ends after the last post');

select * from finish();
rollback;
