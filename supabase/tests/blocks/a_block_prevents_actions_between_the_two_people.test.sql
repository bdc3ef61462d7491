begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bobby', 'carol']) as name;
select social_tests.post(name, name || ' post'), social_tests.comment(name, name || ' post', name)
from unnest(array['alice', 'bobby']) as name;
select social_tests.post('carol', 'harbour');
select social_tests.comment(name, 'harbour', name || ' says')
from unnest(array['alice', 'bobby']) as name;

create temp table verbs as
select verb from unnest(array[
  'follow_profile(social_tests.id(%1$L))', 'mute_profile(social_tests.id(%1$L))',
  'add_close_friend(social_tests.id(%1$L))', 'accept_follow(social_tests.id(%1$L))',
  'like_post(social_tests.post_id(%1$L || '' post''))',
  'save_post(social_tests.post_id(%1$L || '' post''))',
  'add_comment(social_tests.post_id(%1$L || '' post''), ''hello'')',
  'update_post(social_tests.post_id(%1$L || '' post''), ''hello'')',
  'delete_post(social_tests.post_id(%1$L || '' post''))',
  'pin_post(social_tests.post_id(%1$L || '' post''))',
  'archive_post(social_tests.post_id(%1$L || '' post''))',
  'add_comment(social_tests.post_id(''harbour''), ''hi'',
    social_tests.comment_id(%1$L || '' says''))',
  'like_comment(social_tests.comment_id(%1$L || '' says''))',
  'like_comment(social_tests.comment_id(%1$L))',
  'update_comment(social_tests.comment_id(%1$L), ''x'')',
  'delete_comment(social_tests.comment_id(%1$L || '' says''))',
  'hide_comment(social_tests.comment_id(%1$L))', 'pin_comment(social_tests.comment_id(%1$L))'
]) as verb;
grant select on verbs to authenticated;
create function pg_temp.done(other text) returns setof text language sql as $$
  select verb from verbs
  where social_tests.outcome(format('select social.' || verb, other)) !~ '^PT404 [a-z_]+_not_found'
$$;

select social_tests.act_as('carol');
select isnt_empty($$select pg_temp.done('bobby')$$,
  'a third person can like, save and answer the posts and comments of the two people');
select social_tests.block('alice', 'bobby');
select social_tests.act_as_operator();
select social_tests.remember();
select social_tests.act_as('bobby');
select is_empty($$select pg_temp.done('alice')$$,
  'the blocked person cannot change, like or answer anything that belongs to the blocker');
select is(
  split_part(social_tests.outcome(
    $$select social.block_profile(social_tests.id('alice'))$$), ' There', 1),
  'PT404 profile_not_found',
  'the blocked person cannot block the blocker, because that would reveal the block');
select social_tests.act_as('alice');
select is_empty($$select pg_temp.done('bobby')$$,
  'the blocker cannot change, like or answer anything that belongs to the blocked person');
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');

select * from finish();
rollback;
