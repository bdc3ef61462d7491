begin;
select plan(8);
-- Without discovery, the counts are the only work for the worker.
update social_private.config set discovery = false;
select social_tests.person(name) from unnest(array['alice', 'bob', 'gone']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.comment('bob', 'sunrise', 'second');
select social_tests.block('alice', 'bob');
insert into social_private.hidden_comments (comment_id, hidden_by)
values (social_tests.comment_id('first'), 'post_author');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');

-- These rows stand for the writes of transactions that were running, that saw neither the block nor
-- the deactivation, and that have committed since.
create temp table blocks as select * from social_private.blocks;
alter table social_private.blocks disable trigger user;
alter table social_private.accounts disable trigger user;
delete from social_private.blocks;
update social_private.accounts set deactivated_at = null
where profile_id = social_tests.id('gone');
alter table social_private.blocks enable trigger user;
alter table social_private.accounts enable trigger user;
select social_tests.like('gone', 'sunrise');
insert into social.comment_likes (user_id, comment_id)
values (social_tests.id('gone'), social_tests.comment_id('first'));
select social_tests.comment('gone', 'sunrise', 'third', 'first');
select social_tests.comment('bob', 'sunrise', 'fourth');
select social_tests.follow('gone', 'alice');
select social_tests.follow('bob', 'gone');
alter table social_private.blocks disable trigger user;
alter table social_private.accounts disable trigger user;
insert into social_private.blocks select * from pg_temp.blocks;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');
alter table social_private.blocks enable trigger user;
alter table social_private.accounts enable trigger user;

create function pg_temp.counts() returns text language sql as $$
  select concat_ws(' ',
    (select sum(like_count) from social_private.post_counters),
    (select sum(comment_count) from social_private.post_counters),
    (select sum(like_count) from social_private.comment_counters),
    (select sum(reply_count) from social_private.comment_counters),
    (select sum(follower_count) from social_private.profile_counters),
    (select sum(following_count) from social_private.profile_counters))
$$;
select is(pg_temp.counts(), '1 2 1 1 2 2', 'the first count has not seen the concurrent writes');
select is(
  (select array_agg(distinct due_at - now()) from social_private.count_updates),
  array['1 minute'::interval], 'a second count is due after a minute');
select is(social_private.is_work_due(), false, 'the second count is not due before');
update social_private.count_updates set due_at = now();
select ok(social_private.is_work_due(), 'the second count is due after the minute');
select social_tests.work();
select is(pg_temp.counts(), '0 0 0 0 0 0', 'the second count is exact');
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that count');

select social_tests.act_as('gone');
select social.reactivate_profile();
select social.unlike_post(social_tests.post_id('sunrise'));
select social.unfollow_profile(social_tests.id('alice'));
select social_tests.act_as_operator();
select is(pg_temp.counts(), '0 1 1 1 1 1', 'what was counted late can be taken back exactly');
select is_empty('select * from social_private.verify_counters()',
  'every counter is exact in the end');

select * from finish();
rollback;
