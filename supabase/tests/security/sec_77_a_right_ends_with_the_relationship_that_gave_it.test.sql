begin;
select plan(9);
select social_tests.person('bob');
update social_private.config set allow_text_posts = true;

-- Each row is one way in which a follow ends. In the statement, %1$L stands for the followed person
-- and %2$L for the follower.
create temp table ways (name text, actor text, statement text);
insert into ways values
  ('unfollowed', 'bob', 'select social.unfollow_profile(%1$L)'),
  ('removed', 'owner', 'select social.remove_follower(%2$L)'),
  ('blocked', 'owner', 'select social.block_profile(%2$L)'),
  ('blocking', 'bob', 'select social.block_profile(%1$L)'),
  ('erased', 'operator', 'delete from social.follows where followee_id = %1$L'),
  -- A follow of a public account stays accepted.
  ('reopened', 'operator', 'update social.profiles set is_private = true where id = %1$L;
    update social.follows set state = ''pending'', accepted_at = null where followee_id = %1$L');
select social_tests.person(name || suffix, suffix = '1')
from ways, unnest(array['1', '2']) as suffix; -- the accounts with the suffix 1 are private
create temp table owners as
select name || suffix as owner, ways.* from ways, unnest(array['1', '2']) as suffix;
select social_tests.follow('bob', owner) from owners;
insert into social_private.close_friends (owner_id, friend_id)
select social_tests.id(owner), social_tests.id('bob') from owners;
select social_tests.post(owner, 'secret of ' || owner, 'close_friends') from owners;
select social_tests.comment(owner, 'secret of ' || owner, 'comment of ' || owner) from owners;
create temp table targets as
select owner, social_tests.post_id('secret of ' || owner) as post,
  social_tests.comment_id('comment of ' || owner) as comment from owners;
grant select on owners, targets to authenticated;

-- Returns what bob gets for the post of this owner. The id of a missing post and a missing comment
-- must give the same.
create function pg_temp.answers(post uuid, comment uuid) returns text language sql as $$
  select string_agg(social_tests.outcome(format(call, post, comment)), '|')
  from unnest(array[
    'select social.post(%1$L)', 'select social.post_comments(%1$L)',
    'select social.post_likers(%1$L)', 'select social.comment_replies(%2$L)',
    'select social.like_post(%1$L)', 'select social.save_post(%1$L)',
    'select social.like_comment(%2$L)', 'select social.add_comment(%1$L, ''hello'')',
    'select social.report_post(%1$L, ''spam'')', 'select social.report_comment(%2$L, ''spam'')',
    'select from social.posts where id = %1$L', 'select from social.comments where id = %2$L',
    'select from social.post_counts where post_id = %1$L',
    'select from social.comment_counts where comment_id = %2$L'
  ]) as call
$$;
create function pg_temp.seen() returns text[] language sql as $$
  select array_agg(caption order by caption) from social.posts where caption like 'secret of %'
$$;

select social_tests.act_as('bob');
select is(cardinality(pg_temp.seen()), 12,
  'SEC-77 a close friend who follows the author sees posts for close friends');
create function pg_temp.finish() returns void language plpgsql as $$
declare
  way record;
begin
  for way in select * from owners loop
    perform social_tests.act_as_operator();
    if way.actor <> 'operator' then
      perform social_tests.act_as(case way.actor when 'owner' then way.owner else way.actor end);
    end if;
    execute format(way.statement, social_tests.id(way.owner), social_tests.id('bob'));
  end loop;
  perform social_tests.act_as_operator();
end;
$$;
select pg_temp.finish();
select is_empty('select * from social_private.close_friends',
  'SEC-77 a person is no close friend any more, whatever ended their follow');
select social_tests.act_as('bob');
select is(pg_temp.seen(), null,
  'SEC-77 a former close friend sees no post for close friends, whatever ended the follow');
select is_empty($$
  select owner, pg_temp.answers(post, comment) from targets
  where pg_temp.answers(post, comment)
    <> pg_temp.answers(gen_random_uuid(), gen_random_uuid())
  $$, 'SEC-77 a former close friend gets the answers for a missing post and a missing comment');

select social_tests.act_as_operator();
delete from social_private.blocks;
delete from social.follows;
update social.profiles set is_private = false where username = 'reopened2';
select social_tests.follow('bob', owner) from owners;
select social_tests.act_as('bob');
select is(pg_temp.seen(), null, 'SEC-77 a new follow does not make a person a close friend again');

-- The owner may list a person who does not follow. The list gives no more than the account does.
select social_tests.act_as_operator();
delete from social.follows;
insert into social_private.close_friends (owner_id, friend_id)
select social_tests.id(owner), social_tests.id('bob') from owners;
select social_tests.act_as('bob');
select is(
  pg_temp.seen(), (select array_agg('secret of ' || owner order by owner) from owners
    where owner like '%2'),
  'SEC-77 a close friend who does not follow sees the posts of public accounts only');
select social_tests.act_as_operator();
update social_private.accounts set is_private = true
where profile_id in (select id from social.profiles where username like '%2');
select social_tests.act_as('bob');
select is(pg_temp.seen(), null,
  'SEC-77 a public account that becomes private hides its posts from close friends'
    ' who do not follow');
select social_tests.act_as_operator();
update social_private.accounts set is_private = false
where profile_id in (select id from social.profiles where username like '%2');
update social_private.accounts set limited_at = now();
select social_tests.act_as('bob');
select is(pg_temp.seen(), null,
  'SEC-77 a limited account hides its posts from close friends who do not follow');

select social_tests.act_as_operator();
update social_private.accounts set limited_at = null;
select social_tests.request('bob', 'unfollowed1');
select social_tests.act_as('unfollowed1');
select social.reject_follow(social_tests.id('bob'));
select is((social.profile(social_tests.id('bob'))).is_close_friend, false,
  'SEC-77 a person whose request is rejected is no close friend any more');

select * from finish();
rollback;
