begin;
select plan(16);
select social_tests.person('alice');
select social_tests.act_as('alice');
select social.request_export();

create temp table claims (name text, step jsonb);
grant all on claims to service_role, authenticated;
create function pg_temp.claim(name text) returns void language sql as $$
  insert into claims select claim.name, social.claim_export()
$$;
create function pg_temp.lease(name text) returns uuid language sql
return (select (claims.step ->> 'lease_id')::uuid from claims where claims.name = lease.name);

select social_tests.act_as_service();
select pg_temp.claim('first');
select isnt(pg_temp.lease('first'), null, 'a worker can claim a waiting export');
select is(social.claim_export(), null,
  'claim_export returns null while another worker has the lease of the only export');
select social_tests.act_as_operator();
select is(
  (select step ->> 'path' from claims),
  (select format('%s/%s/%s.zip', profile_id, id, lease_id) from social_private.exports),
  'the file path of a part consists of the ids of the person, the export and the lease');
select social_tests.act_as('alice');
select is((select state from social.my_exports()), 'running',
  'in my_exports the state of the export is running');

-- The lease of the first worker ends, and a second worker claims the same part.
select social_tests.act_as_operator();
update social_private.exports set lease_ends_at = now();
select social_tests.act_as_service();
select pg_temp.claim('second');
select is((select step -> 'attempts' from claims where name = 'second'), '2',
  'when the lease of the first worker has ended, the next claim counts as the second attempt');
select throws_ok(
  format('select social.claim_export_page(%L)', pg_temp.lease('first')),
  'PT409', 'export_lease_lost',
  'a worker whose lease has passed to another worker cannot read the export');
select throws_ok(
  format('select social.complete_export_part(%L, 9, 9)', pg_temp.lease('first')),
  'PT409', 'export_lease_lost',
  'a worker whose lease has passed to another worker cannot complete the part');
select is(
  (select document from social.claim_export_page(pg_temp.lease('second'))), 'export',
  'the worker with the new lease can read the export');
select is(
  (select (step ->> 'path' like format('%%/%s/%%', export_id), done_count, total_count, is_finished)::text
    from claims, social.complete_export_part(pg_temp.lease('second'), 10, 1, 0, 'posts:')
    where name = 'second'),
  '(t,1,2,f)', 'the worker with the new lease can complete the part');
select throws_ok(
  format($$select social.complete_export_part(%L, 10, 1, 0, 'posts:')$$, pg_temp.lease('second')),
  'PT409', 'export_lease_lost', 'a completed part cannot be completed again');
select pg_temp.claim('third');
select is(
  (select step - array['lease_id', 'path'] from claims where name = 'third'),
  '{"part": 2, "attempts": 1, "position": "posts:"}',
  'the second part begins at the position where the first part ended');
select is(
  (social.complete_export_part(pg_temp.lease('third'), 20, 2, 1)).is_finished, true,
  'an export is finished when the worker completes a part and gives no position for another');
select social_tests.act_as('alice');
select is(
  (select (state, missing_count, jsonb_path_query_array(parts, '$[*].bytes'))::text
    from social.my_exports()),
  '(ready,1,"[10, 20]")', 'my_exports returns the parts of the finished export');

-- An export fails after five attempts to build the same part.
select social_tests.act_as_operator();
update social_private.exports set finished_at = null, expires_at = null, attempts = 5;
select social_tests.act_as_service();
select is(social.claim_export(), null,
  'claim_export does not return an export after five attempts to build the same part');
select social_tests.act_as_operator();
select is(
  (select state from social_private.exports, social_private.export_card(exports.id)), 'failed',
  'the state of an export is failed after five attempts to build the same part');
select is(
  (select count(*) from social_private.file_deletions where bucket_id = 'social-exports'), 2::bigint,
  'the files of a failed export are queued for deletion');

select * from finish();
rollback;
