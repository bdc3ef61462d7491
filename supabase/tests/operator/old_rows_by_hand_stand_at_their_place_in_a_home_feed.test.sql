begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.follow('alice', 'bob', now() - interval '30 days');
select count(social_tests.post(author, format('%s %s #sky', author, n), at => now() - n * interval '1 day'))
from unnest(array['bob', 'carol', 'dave']) as author, generate_series(2, 20, 2) as n;
insert into social_private.mutes (muter_id, muted_id) values (social_tests.id('alice'), social_tests.id('dave'));
select social_tests.follow('alice', 'dave', now() - interval '30 days');

create function social_tests.expected_feed() returns text[] language sql security definer return array(
  select caption from social.posts
  where author_id = social_tests.id('alice') or author_id not in (
      select muted_id from social_private.mutes
      where expires_at is null or expires_at > now()
    ) and (
      author_id in (
        select followee_id from social.follows
        where follower_id = social_tests.id('alice') and state = 'accepted'
      ) or exists (
        select from social.post_hashtags join social_private.hashtag_follows using (hashtag)
        where post_id = posts.id
      )
    )
  order by id desc);
create function social_tests.shown() returns text[] language sql return array(
  select caption from social.home_feed(page_size => 101));

-- Reads the feed twice, so that the cache is whole, and lets an hour pass. The test cannot change the
-- clock, so it moves the stored times of the feed into the past. Then it runs the statement.
create function social_tests.after_change(statement text) returns text[] language plpgsql as $$
begin
  perform social_tests.act_as('alice'), social_tests.shown(), social_tests.shown();
  perform social_tests.act_as_operator();
  update social_private.feed_changes set changed_at = changed_at - interval '1 hour';
  insert into social_private.feed_marks (settled_at, mark_at, mark_xid)
  values (now() - interval '10 seconds', now() - interval '9 seconds', '1')
  on conflict (is_only_row) do update set settled_at = excluded.settled_at;
  update social_private.feed_caches set settled_at = now() - interval '10 seconds';
  if not (select is_whole from social_private.feed_caches) then
    raise 'the cache is not whole';
  end if;
  execute after_change.statement;
  perform social_tests.act_as('alice');
  return social_tests.shown();
end;
$$;
create temp table steps (place integer, what text, statement text);
insert into steps values
  (1, 'an old post', format(
    $$insert into social.posts (id, author_id, caption, visibility, created_at)
      values (social.uuid_v7(now() - interval '9 days'), %L, 'between', 'public', now() - interval '9 days')$$,
    social_tests.id('bob'))),
  (2, 'a post that is older than all others', format(
    $$insert into social.posts (id, author_id, caption, visibility, created_at)
      values (social.uuid_v7('2012-01-01'), %L, 'first', 'public', '2012-01-01')$$, social_tests.id('bob'))),
  (3, 'many old posts of one statement', format(
    $$insert into social.posts (id, author_id, caption, visibility, created_at)
      select social.uuid_v7(at), %L, 'csv ' || at, 'followers', at
      from generate_series(now() - interval '11 days', now() - interval '1 days', '1 day') as at$$,
    social_tests.id('bob'))),
  (4, 'an old post of the viewer', format(
    $$insert into social.posts (id, author_id, caption, visibility, created_at)
      values (social.uuid_v7('2013-01-01'), %L, 'mine', 'only_me', '2013-01-01')$$, social_tests.id('alice'))),
  (5, 'an old follow', format(
    $$insert into social.follows (follower_id, followee_id, state, created_at, accepted_at)
      values (%L, %L, 'accepted', '2020-01-01', '2020-01-01')$$,
    social_tests.id('alice'), social_tests.id('carol'))),
  (6, 'a follow that is no longer accepted',
    $$update social.follows set state = 'pending', accepted_at = null$$),
  (7, 'a follow that was accepted long ago',
    $$update social.follows set state = 'accepted', accepted_at = '2020-01-01'$$),
  (8, 'a mute that ended long ago',
    $$update social_private.mutes set expires_at = '2020-01-01'$$),
  (9, 'a mute without an end', $$update social_private.mutes set expires_at = null$$),
  (10, 'a hashtag that the viewer follows since long ago', format(
    $$insert into social_private.hashtag_follows (profile_id, hashtag, created_at)
      values (%L, 'sky', '2020-01-01')$$, social_tests.id('alice'))),
  (11, 'a deleted mute', $$delete from social_private.mutes$$);
-- The feed leaves out posts that only their author sees, also for the author.
update steps set statement = replace(statement, '''only_me''', '''close_friends''');

select is(
  social_tests.after_change(statement), social_tests.expected_feed(),
  'a home feed is right after ' || what)
from steps order by place;

select social_tests.act_as_operator();
insert into social.follows (follower_id, followee_id, state, accepted_at)
values (social_tests.id('bob'), social_tests.id('carol'), 'accepted', now());
select is_empty(
  format('select * from social_private.feed_changes where viewer_id = %L', social_tests.id('bob')),
  'an ordinary follow records no change of feeds');
select social_tests.act_as('alice');
select is(social_tests.shown(), social_tests.expected_feed(), 'the feed stays right');

select * from finish();
rollback;
