begin;
select plan(10);
insert into social_private.file_deletions (bucket_id, path, due_at) values
  ('social-media', 'first', now() - interval '2 hours'), ('social-media', 'second', now() - interval '1 hour'),
  ('social-avatars', 'third', now()), ('social-media', 'later', now() + interval '1 minute');

select social_tests.act_as_service();
select is(
  (select array_agg(path) from social.claim_file_deletions(2)), array['first', 'second'],
  'the worker gets what has waited longest');
select is(
  (select array_agg(bucket_id || ' ' || path) from social.claim_file_deletions()),
  array['social-avatars third'], 'what it has is not given out again, nor what is not due');
select is_empty('select * from social.claim_file_deletions()', 'then there is nothing');

select social_tests.act_as_operator();
select is(
  (select array_agg((path, attempts, due_at - now())::text order by path)
    from social_private.file_deletions where attempts > 0),
  array['(first,1,00:01:00)', '(second,1,00:01:00)', '(third,1,00:01:00)'],
  'a worker that dies leaves its work to the next after a minute');
update social_private.file_deletions set due_at = now(), attempts = 5 where path = 'first';
update social_private.file_deletions set due_at = now(), attempts = 40 where path = 'second';
select social_tests.act_as_service();
select is((select count(*) from social.claim_file_deletions()), 2::bigint, 'who claims again');
select social_tests.act_as_operator();
select is(
  (select array_agg((path, attempts, due_at - now())::text order by path)
    from social_private.file_deletions where path <> 'third' and path <> 'later'),
  array['(first,6,00:32:00)', '(second,41,01:00:00)'], 'waits longer each time, at most an hour');

select set_config('my.ids', (
  select array_agg(id)::text from social_private.file_deletions where path <> 'later'), true);
select social_tests.act_as_service();
select is(
  social.complete_file_deletions(current_setting('my.ids')::uuid[]), 3,
  'what is removed is struck off');
select is(
  social.complete_file_deletions(current_setting('my.ids')::uuid[]), 0, 'once');
select is(
  social.complete_file_deletions(null) + social.complete_file_deletions('{}'), 0,
  'nothing strikes nothing off');
select social_tests.act_as_operator();
select is(
  (select array_agg(path) from social_private.file_deletions), array['later'],
  'the rest stays queued');

select * from finish();
rollback;
