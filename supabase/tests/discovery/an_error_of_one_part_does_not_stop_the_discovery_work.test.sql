begin;
select plan(6);
select social_tests.person(name) from unnest(array['author', 'viewer', 'fan']) as name;
update social.profiles set created_at = now() - interval '30 days';
select social_tests.follow('viewer', 'fan');
select social_tests.post('author', 'sunrise');
select social_tests.like('fan', 'sunrise');
create function public.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'no';
end;
$$;
create trigger refuse before insert on social_private.post_scores
for each row execute function public.refuse();
select is(social_private.is_work_due(), true, 'a like is work for the worker');
select social_tests.work();
select is(
  array(select queue || ' ' || attempts from social_private.failed_work), array['post_scores 1'],
  'an error in the scores is noted once');
select isnt_empty('select from social_private.explore_pool', 'the worker still refreshes the pool');
select is(social_private.is_work_due(), false, 'no work is due during the pause');
drop trigger refuse on social_private.post_scores;
update social_private.failed_work set retry_at = now();
select social_tests.work();
select is(
  (select count(*) from social_private.post_scores), 1::bigint,
  'the queued post gets its score after the pause');
select is_empty('select from social_private.failed_work', 'the note disappears after the success');

select * from finish();
rollback;
