begin;
select plan(13);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'gone']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.comment('gone', 'sunrise', 'reply', 'first');
select social_tests.comment('gone', 'sunrise', 'second');
select social_tests.comment('bob', 'sunrise', 'third');
select social_tests.like(name, 'sunrise') from unnest(array['bob', 'gone']) as name;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id(name), social_tests.comment_id('first')
from unnest(array['bob', 'gone']) as name;
select social_tests.follow(a, b)
from (values ('gone', 'alice'), ('bob', 'alice'), ('alice', 'gone'), ('alice', 'bob')) as e (a, b);

-- The counts that a visitor without a login gets, and the lengths of the lists that the visitor
-- gets.
create function pg_temp.counts() returns text language sql as $$
  select concat_ws(' ', post.like_count, post.comment_count, first.like_count, first.reply_count,
    alice.follower_count, alice.following_count)
  from social.post(social_tests.post_id('sunrise')) as post,
    social.post_comments(social_tests.post_id('sunrise')) as first,
    social.profile(social_tests.id('alice')) as alice
  where first.id = social_tests.comment_id('first')
$$;
create function pg_temp.views() returns text language sql as $$
  select concat_ws(' ', post.like_count, post.comment_count, first.like_count, first.reply_count,
    alice.follower_count, alice.following_count)
  from social.post_counts as post, social.comment_counts as first, social.profile_counts as alice
  where post.post_id = social_tests.post_id('sunrise')
    and first.comment_id = social_tests.comment_id('first')
    and alice.profile_id = social_tests.id('alice')
$$;
create function pg_temp.lists() returns text language sql as $$
  select concat_ws(' ',
    (select count(*) from social.post_likers(social_tests.post_id('sunrise'))),
    (select count(*) filter (where author_id is not null)
      from social.post_comments(social_tests.post_id('sunrise')))
    + (select count(*) filter (where author_id is not null)
      from social.comment_replies(social_tests.comment_id('first'))),
    (select count(*) from social.comment_likers(social_tests.comment_id('first'))),
    (select count(*) filter (where author_id is not null)
      from social.comment_replies(social_tests.comment_id('first'))),
    (select count(*) from social.profile_followers(social_tests.id('alice'))),
    (select count(*) from social.profile_following(social_tests.id('alice'))))
$$;
create function pg_temp.change(state text) returns text language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  execute 'update social_private.accounts set ' || state
    || ' where profile_id = social_tests.id(''gone'')';
  perform social_tests.act_as_anon();
  return pg_temp.counts() || ' / ' || pg_temp.views() || ' / ' || pg_temp.lists();
end
$$;

select is(pg_temp.change('deactivated_at = null'), '2 4 2 1 2 2 / 2 4 2 1 2 2 / 2 4 2 1 2 2',
  'all counts include an active person');
select is(pg_temp.change(name || ' = now()'), '1 2 1 0 1 1 / 1 2 1 0 1 1 / 1 2 1 0 1 1',
  'no count includes a person after the change of ' || name)
  || E'\n' || is(pg_temp.change(name || ' = null'), '2 4 2 1 2 2 / 2 4 2 1 2 2 / 2 4 2 1 2 2',
  'all counts include the person again after the end of ' || name)
from unnest(array['deactivated_at', 'suspended_at', 'deleted_at', 'unconfirmed_at']) as name;

select is(
  pg_temp.change('deactivated_at = now(), suspended_at = now()'),
  pg_temp.change('deactivated_at = null'),
  'a person with two reasons to be inactive does not count after the end of one');
select is(pg_temp.change('suspended_at = null, limited_at = now()'),
  '2 4 2 1 2 2 / 2 4 2 1 2 2 / 2 4 2 1 1 1', 'a limited person counts');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that count');
select social_tests.work();
select is_empty(
  $$select kind, actor_id from social_private.uncounted_edges
    union all select null, comment_id from social_private.uncounted_comments$$,
  'nothing is noted as uncounted when everybody is active');

select * from finish();
rollback;
