begin;
select plan(10);
insert into social_private.file_deletions (bucket_id, path, due_at) values
  ('social-media', 'first', now() - interval '2 hours'),
  ('social-media', 'second', now() - interval '1 hour'),
  ('social-avatars', 'third', now()), ('social-media', 'later', now() + interval '1 minute');

select social_tests.act_as_service();
select is(
  (select array_agg(path) from social.claim_file_deletions(2)), array['first', 'second'],
  'claim_file_deletions returns the files with the earliest due times');
select is(
  (select array_agg(bucket_id || ' ' || path) from social.claim_file_deletions()),
  array['social-avatars third'],
  'claim_file_deletions returns neither claimed files nor files that are not due yet');
select is_empty('select * from social.claim_file_deletions()',
  'claim_file_deletions returns no row when no file is due');

select social_tests.act_as_operator();
select is(
  (select array_agg((path, attempts, due_at - now())::text order by path)
    from social_private.file_deletions where attempts > 0),
  array['(first,1,00:01:00)', '(second,1,00:01:00)', '(third,1,00:01:00)'],
  'a claimed file is due again after one minute, in case the worker fails');
update social_private.file_deletions set due_at = now(), attempts = 5 where path = 'first';
update social_private.file_deletions set due_at = now(), attempts = 40 where path = 'second';
select social_tests.act_as_service();
select is((select count(*) from social.claim_file_deletions()), 2::bigint,
  'claim_file_deletions returns a claimed file again when it is due again');
select social_tests.act_as_operator();
select is(
  (select array_agg((path, attempts, due_at - now())::text order by path)
    from social_private.file_deletions where path <> 'third' and path <> 'later'),
  array['(first,6,00:32:00)', '(second,41,01:00:00)'],
  'the time until a claimed file is due again doubles with each attempt, up to one hour');

select set_config('my.ids', (
  select array_agg(id)::text from social_private.file_deletions where path <> 'later'), true);
select social_tests.act_as_service();
select is(
  social.complete_file_deletions(current_setting('my.ids')::uuid[]), 3,
  'complete_file_deletions removes the given files from the queue');
select is(
  social.complete_file_deletions(current_setting('my.ids')::uuid[]), 0,
  'complete_file_deletions called again removes nothing');
select is(
  social.complete_file_deletions(null) + social.complete_file_deletions('{}'), 0,
  'complete_file_deletions removes nothing for null or an empty list');
select social_tests.act_as_operator();
select is(
  (select array_agg(path) from social_private.file_deletions), array['later'],
  'complete_file_deletions keeps all other files in the queue');

select * from finish();
rollback;
