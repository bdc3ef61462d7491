begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('celebrity');
select social_tests.post('alice', 'post ' || n) from generate_series(1, 1203) as n;
insert into social.likes (user_id, post_id)
select social_tests.id('celebrity'), id from social.posts;
select social_tests.comment('alice', 'post 1', 'comment ' || n) from generate_series(1, 3) as n;
select social_tests.comment('celebrity', 'post 2', 'answer ' || n)
from generate_series(1, 1001) as n;
select social_tests.person('fan' || n) from generate_series(1, 1101) as n;
select social_tests.follow('fan' || n, 'celebrity', '2025-01-01')
from generate_series(1, 1101) as n;

create function pg_temp.counts() returns text language sql as $$
  select concat_ws(' ',
    (select sum(like_count) from social_private.post_counters),
    (select sum(comment_count) from social_private.post_counters),
    (select sum(follower_count) from social_private.profile_counters),
    (select sum(following_count) from social_private.profile_counters))
$$;
create function pg_temp.exact_after_work() returns text language plpgsql as $$
begin
  perform social_tests.work();
  return pg_temp.counts();
end
$$;

select is(pg_temp.counts(), '1203 1004 1101 1101', 'everything counts at first');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('celebrity');
select is(pg_temp.counts(), '203 4 101 101',
  'a deactivation handles a thousand rows of each kind at once');
select ok(social_private.is_work_due(), 'the rest is work for the worker');
select is_empty('select * from social_private.verify_counters()',
  'meanwhile every counter is consistent');
select is(pg_temp.exact_after_work(), '0 3 0 0', 'the worker handles the rest');
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('celebrity');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('celebrity');
update social_private.accounts set suspended_at = null
where profile_id = social_tests.id('celebrity');
select is(pg_temp.exact_after_work(), '1203 1004 1101 1101',
  'after several changes the last state counts');
select is(social_private.is_work_due(), false, 'nothing is left for the worker at once');
update social_private.count_updates set due_at = now();
select is(pg_temp.exact_after_work(), '1203 1004 1101 1101',
  'the second count changes nothing that is right');
select is(
  (select count(*) from social_private.count_updates), 0::bigint,
  'after the second count nothing is queued');
select is_empty('select * from social_private.verify_counters()',
  'every counter is exact in the end');

select * from finish();
rollback;
