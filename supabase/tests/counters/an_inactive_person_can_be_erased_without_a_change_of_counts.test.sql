begin;
select plan(4);
select social_tests.person(name) from unnest(array['alice', 'gone', 'bob']) as name;
select social_tests.post(name, name || ' post') from unnest(array['alice', 'gone']) as name;
select social_tests.comment('alice', 'alice post', 'first');
select social_tests.comment('gone', 'alice post', 'second', 'first');
select social_tests.comment('bob', 'alice post', 'third', 'second');
select social_tests.like(name, 'alice post') from unnest(array['bob', 'gone']) as name;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id(name), social_tests.comment_id('first')
from unnest(array['bob', 'gone']) as name;
select social_tests.follow(a, b)
from (values ('gone', 'alice'), ('alice', 'gone'), ('bob', 'alice')) as edges (a, b);

create function pg_temp.counts() returns text[] language sql as $$
  select array(
    select concat_ws(' ', post.like_count, post.comment_count, first.like_count, first.reply_count,
      alice.follower_count, alice.following_count)
    from social.post(social_tests.post_id('alice post')) as post,
      social.post_comments(social_tests.post_id('alice post')) as first,
      social.profile(social_tests.id('alice')) as alice)
$$;

select social_tests.act_as('gone');
select social.delete_profile(immediately => true);
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['1 2 1 1 1 0'],
  'the counts leave out a person as soon as the account is deleted');
select social_tests.act_as_operator();
select social_tests.work();
select is((select count(*) from auth.users), 2::bigint, 'the worker erases the account');
select social_tests.act_as_anon();
select is(pg_temp.counts(), array['1 2 1 1 1 0'], 'the erasure changes no count');
select social_tests.act_as_operator();
select is_empty(
  $$select counter, subject_id from social_private.verify_counters()
    union all select kind::text, actor_id from social_private.uncounted_edges
    union all select 'comment', comment_id from social_private.uncounted_comments
    union all select kind::text, person_id from social_private.count_updates$$,
  'nothing about the erased person is left, and every counter is exact');

select * from finish();
rollback;
