begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.like('bob', 'sunrise');
select social_private.moderate_person('bob', 'suspend', 'Spam');
select social_private.moderate_person('bob', 'restore', 'No spam');
select social_private.moderate_person('bob', 'suspend', 'Spam after all');
update social_private.count_updates set due_at = now();
select cmp_ok((select max(count) from (
    select count(*) from social_private.count_updates group by kind) as kinds), '>', 1::bigint,
  'several rows of the same kind are due');
-- A run of the worker reads the ids first, and the first row does the work of the others.
create temp table due as select id from social_private.count_updates;
select lives_ok('select social_private.continue_count_update(id, 1000) from due',
  'a row whose work another row has done is no error');
select is_empty('select * from social_private.count_updates', 'nothing is left to count');
select is_empty('select * from social_private.verify_counters()', 'the counters are right');

select * from finish();
rollback;
