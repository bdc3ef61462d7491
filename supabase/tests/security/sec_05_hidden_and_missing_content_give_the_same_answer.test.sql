begin;
select plan(4);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.person('mallory');
select social_tests.post('alice', 'of a locked account');
select social_tests.post('bob', 'for followers', 'followers');
select social_tests.post('bob', 'for himself', 'only_me');
select social_tests.comment('alice', 'of a locked account', 'unheard');
select social_tests.comment('bob', 'for himself', 'murmured');

create temp table posts_not_seen as
select social_tests.post_id(caption) as id
from unnest(array['of a locked account', 'for followers', 'for himself']) as caption
union all values (gen_random_uuid()), (social_tests.post('bob', 'deleted')), (null);
delete from social.posts where caption = 'deleted';
create temp table comments_not_seen as
select social_tests.comment_id(body) as id from unnest(array['unheard', 'murmured']) as body
union all values (gen_random_uuid()), (null);
grant select on posts_not_seen, comments_not_seen to anon, authenticated;

create temp view answers as
select call, social_tests.outcome(format(call, id)) as outcome
from posts_not_seen, unnest(array[
  'select social.post(%L)', 'select social.post_comments(%L)', 'select social.post_likers(%L)',
  'select social.like_post(%L)', 'select social.save_post(%L)',
  'select social.add_comment(%L, ''hello'')', 'select social.update_post(%L, ''hello'')',
  'select social.delete_post(%L)', 'select social.post_history(%L)'
]) as call
union all
select call, social_tests.outcome(format(call, id))
from comments_not_seen, unnest(array[
  'select social.comment_replies(%L)', 'select social.comment_likers(%L)',
  'select social.like_comment(%L)', 'select social.update_comment(%L, ''hello'')',
  'select social.delete_comment(%L)', 'select social.comment_history(%L)'
]) as call;
grant select on answers to anon, authenticated;

select social_tests.remember();
select social_tests.act_as('mallory');
select is_empty(
  'select call, array_agg(outcome) from answers group by 1 having count(distinct outcome) <> 1',
  'SEC-05 each function gives the same answer for all invisible and missing posts or comments');
select set_eq(
  $$select distinct split_part(outcome, ' There', 1) from answers$$,
  array['PT404 post_not_found', 'PT404 comment_not_found'],
  'SEC-05 functions return post_not_found or comment_not_found for hidden or missing content');
select social_tests.act_as_anon();
select is_empty(
  'select call, array_agg(outcome) from answers group by 1 having count(distinct outcome) <> 1',
  'SEC-05 an anonymous caller gets the same answer for invisible and missing content');
select ok(social_tests.is_unchanged(),
  'SEC-05 calls on invisible and missing content change no row');

select * from finish();
rollback;
