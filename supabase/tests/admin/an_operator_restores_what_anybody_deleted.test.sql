begin;
select plan(18);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise #sky'), social_tests.post('alice', 'sunset');
select social_tests.comment('bob', 'sunset', 'root'), social_tests.comment('carol', 'sunset', 'kid', 'root');
select social_tests.like('bob', 'sunrise #sky');
update social_private.config set discovery = true;
select set_config('my.post', social_tests.post_id('sunrise #sky')::text, true);
select set_config('my.root', social_tests.comment_id('root')::text, true);
select set_config('my.kid', social_tests.comment_id('kid')::text, true);
create function pg_temp.seen(name text) returns text[] language plpgsql as $$
begin
  perform social_tests.act_as(name);
  return array(select caption from social.profile_posts(social_tests.id('alice')))
    || array(select body from social.post_comments(social_tests.post_id('sunset')));
end;
$$;
create function pg_temp.restore(kind text, id text) returns boolean language sql as $$
  select social_private.restore_content(
    kind::social.target_kind, current_setting(id)::uuid, 'A mistake')
$$;

select social_tests.act_as('alice');
select social.delete_post(current_setting('my.post')::uuid);
select social.delete_comment(current_setting('my.root')::uuid);
select social_tests.act_as_operator();
update social.posts set hidden_at = now() where id = current_setting('my.post')::uuid;
select is(pg_temp.restore('post', 'my.post'), true, 'the operator restores what the author deleted');
select is(pg_temp.restore('comment', 'my.root'), true,
  'the operator restores what the author of the post deleted');
select is(pg_temp.seen('carol'), array['sunset', 'sunrise #sky', 'root'],
  'others see the post, which staff no longer hide, and the comment');
select social_tests.act_as_operator();
select is((select (deleted_by, deleter_id, is_tombstone)::text from social.comments
  where body = 'root'), '(,,f)', 'the comment is whole');
select set_eq($$select action, target_kind, actor_role, reason from social_private.audit_log
    where before ? 'deleted_at'$$,
  $$values ('restore', 'post', 'operator', 'A mistake'),
    ('restore', 'comment', 'operator', 'A mistake')$$,
  'restorations are logged');
select is_empty('select * from social_private.verify_counters()', 'the counters are exact');
select is((select count(*) from social_private.hashtag_posts), 1::bigint,
  'the post is on the page of its hashtag');
select is(pg_temp.restore('post', 'my.post'), false, 'nothing is left to restore');
select is(pg_temp.restore('comment', 'my.root'), false, 'nothing is left to restore in a comment');

update social.posts set deleted_at = now() - interval '90 days'
where id = current_setting('my.post')::uuid;
update social.comments set deleted_at = now() where id = current_setting('my.kid')::uuid;
select is(pg_temp.restore('post', 'my.post'), true,
  'the operator restores a post that its author no longer can');
select is(pg_temp.restore('comment', 'my.kid'), true, 'the operator restores a reply');
insert into social_private.hidden_comments (comment_id, hidden_by) values
  (current_setting('my.kid')::uuid, 'staff'), (current_setting('my.kid')::uuid, 'post_author');
select is(pg_temp.restore('comment', 'my.kid'), true, 'staff no longer hide the reply');
select results_eq('select hidden_by::text from social_private.hidden_comments',
  $$values ('post_author')$$, 'the author of the post still hides the reply');

select social_private.erase_comment(current_setting('my.root')::uuid);
select throws_ok($$select pg_temp.restore('comment', 'my.root')$$, 'PT404', 'target_not_found',
  'an erased comment cannot be restored');
delete from social.posts where id = current_setting('my.post')::uuid;
select throws_ok($$select pg_temp.restore('post', 'my.post')$$, 'PT404', 'target_not_found',
  'an erased post cannot be restored');
select throws_ok($$select pg_temp.restore('profile', 'my.post')$$, 'PT422', 'action_invalid',
  'a person is not content');
select throws_ok($$select social_private.restore_content('post', null, 'No')$$, 'PT422', 'argument_missing',
  'a missing id is an error');
delete from social_private.count_updates;
select is_empty('select * from social_private.verify_counters()', 'the counters are still exact');

select * from finish();
rollback;
