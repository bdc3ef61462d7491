begin;
select plan(9);
select social_tests.person(name) from unnest(
  array['kept', 'old', 'bad', 'shy', 'shut', 'victim']) as name;
select social_tests.post('kept', 'of kept'), social_tests.post('old', 'of old'),
  social_tests.post('shy', 'of shy');
select social_tests.comment('bad', 'of kept', 'by bad'),
  social_tests.comment('shut', 'of old', 'by shut'),
  social_tests.comment('old', 'of shy', 'by old'), social_tests.comment('kept', 'of old', 'by kept');
select set_config('my.kept', social_tests.id('kept')::text, true);
select social_tests.follow('kept', who), social_tests.follow(who, 'kept')
from unnest(array['bad', 'victim']) as who;
select social_tests.follow('old', 'shy'), social_tests.follow('shut', 'old');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('kept'), social_tests.id('bad'));
insert into social_private.bells (ringer_id, author_id)
values (social_tests.id('victim'), social_tests.id('kept')),
  (social_tests.id('shut'), social_tests.id('old'));

-- The old account blocks one person and is blocked by another. So does the account that stays.
select social_tests.block('old', 'bad'), social_tests.block('victim', 'old');
select social_tests.block('kept', 'shut'), social_tests.block('shy', 'kept');
select social_tests.block('kept', 'old');

select lives_ok($$select social_private.merge_profiles('old', 'kept', 'One person')$$,
  'the accounts are merged');
delete from social_private.count_updates;
select is_empty('select * from social_private.verify_counters()', 'all counters are exact');
select set_eq(
  $$
    select blockers.username::text as blocker, blocked.username::text from social_private.blocks
    join social.profiles as blockers on blockers.id = blocker_id
    join social.profiles as blocked on blocked.id = blocked_id
  $$,
  $$values ('kept'::text, 'bad'::text), ('victim', 'kept'), ('kept', 'shut'), ('shy', 'kept')$$,
  'the blocks of both stay, and nobody blocks themselves');
select is_empty('select * from social.follows', 'the follows of blocked people end');
select is_empty('select * from social_private.close_friends', 'their close friendships end');
select is_empty('select * from social_private.bells', 'their bells end');
select is((select comment_count from social.post_counts
  where post_id = social_tests.post_id('of kept')), 0,
  'the comment of a person whom the old account blocked does not count');
select is((select comment_count from social.post_counts
  where post_id = social_tests.post_id('of old')), 1,
  'under a moved post, the comment of a blocked person does not count, and the own comment counts');
select is((select comment_count from social.post_counts
  where post_id = social_tests.post_id('of shy')), 0,
  'the moved comment does not count under the post of a person who blocks the account');

select * from finish();
rollback;
