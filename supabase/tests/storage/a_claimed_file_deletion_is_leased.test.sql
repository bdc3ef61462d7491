begin;
select plan(10);
insert into social_private.file_deletions (bucket_id, path, due_at) values
  ('social-media', 'first', now() - interval '2 hours'),
  ('social-media', 'second', now() - interval '1 hour'),
  ('social-avatars', 'third', now()), ('social-media', 'later', now() + interval '1 minute');

select social_tests.act_as_service();
select is(
  (select array_agg(path) from social.claim_file_deletions(2)), array['first', 'second'],
  'a claim returns the files that have waited longest');
select is(
  (select array_agg(bucket_id || ' ' || path) from social.claim_file_deletions()),
  array['social-avatars third'],
  'a claim returns neither claimed files nor files that are not due');
select is_empty('select * from social.claim_file_deletions()',
  'a claim without due files returns nothing');

select social_tests.act_as_operator();
select is(
  (select array_agg((path, attempts, due_at - now())::text order by path)
    from social_private.file_deletions where attempts > 0),
  array['(first,1,00:01:00)', '(second,1,00:01:00)', '(third,1,00:01:00)'],
  'a claimed file is due again after a minute, so that a failed worker loses nothing');
update social_private.file_deletions set due_at = now(), attempts = 5 where path = 'first';
update social_private.file_deletions set due_at = now(), attempts = 40 where path = 'second';
select social_tests.act_as_service();
select is((select count(*) from social.claim_file_deletions()), 2::bigint,
  'files that are due again are claimed again');
select social_tests.act_as_operator();
select is(
  (select array_agg((path, attempts, due_at - now())::text order by path)
    from social_private.file_deletions where path <> 'third' and path <> 'later'),
  array['(first,6,00:32:00)', '(second,41,01:00:00)'],
  'the lease grows with each attempt, up to an hour');

select set_config('my.ids', (
  select array_agg(id)::text from social_private.file_deletions where path <> 'later'), true);
select social_tests.act_as_service();
select is(
  social.complete_file_deletions(current_setting('my.ids')::uuid[]), 3,
  'completing removes the files from the queue');
select is(
  social.complete_file_deletions(current_setting('my.ids')::uuid[]), 0, 'completing is idempotent');
select is(
  social.complete_file_deletions(null) + social.complete_file_deletions('{}'), 0,
  'completing null or an empty list removes nothing');
select social_tests.act_as_operator();
select is(
  (select array_agg(path) from social_private.file_deletions), array['later'],
  'files that were not completed stay queued');

select * from finish();
rollback;
