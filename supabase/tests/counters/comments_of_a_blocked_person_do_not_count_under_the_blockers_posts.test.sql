begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post(name, name || ' post') from unnest(array['alice', 'carol']) as name;
select social_tests.comment('carol', name || ' post', name || ' root')
from unnest(array['alice', 'carol']) as name;
select social_tests.comment('bob', name || ' post', name || ' reply', name || ' root')
from unnest(array['alice', 'carol']) as name;
select social_tests.comment('bob', name || ' post', name || ' second')
from unnest(array['alice', 'carol']) as name;

create function pg_temp.counts() returns text[] language sql as $$
  select array_agg(concat_ws(' ', post.comment_count, root.reply_count) order by name)
  from unnest(array['alice', 'carol']) as name,
    social.post(social_tests.post_id(name || ' post')) as post,
    social.post_comments(post.id) as root
  where root.id = social_tests.comment_id(name || ' root')
$$;

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['1 0', '3 1'],
  'the comments of a blocked person count under the posts of others, and not under the blocker''s');
select social_tests.act_as('bob');
select social.deactivate_profile();
select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['1 0', '1 0'],
  'comments of an inactive person do not count after the block ends');
select social_tests.act_as('bob');
select social.reactivate_profile();
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['3 1', '3 1'], 'they count again when the person is active');
select social_tests.act_as('bob');
select social.block_profile(social_tests.id('alice'));
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['3 1', '3 1'],
  'a block by the author of the comments changes no count, because visitors still see them');
select social_tests.act_as_operator();
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('bob'));
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of comments that count');
delete from auth.users where id = social_tests.id('bob');
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['1 0', '1 0'], 'the erasure of the blocked person is exact');
select social_tests.act_as_operator();
delete from auth.users where id = social_tests.id('alice');
select is_empty('select * from social_private.verify_counters()',
  'the erasure of the blocker is exact');
select is_empty(
  'select comment_id from social_private.uncounted_comments', 'nothing is left after the erasure');

select * from finish();
rollback;
