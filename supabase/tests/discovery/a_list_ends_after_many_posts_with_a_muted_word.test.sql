begin;
select plan(7);
select social_tests.person(name) from unnest(array['author', 'other', 'viewer']) as name;
select social_tests.person('locked', true);
-- Triggers would only make this slow.
alter table social.posts disable trigger user;
alter table social.post_hashtags disable trigger user;
insert into social.posts (id, author_id, caption, visibility, created_at)
select social_private.uuid_v7(at), social_tests.id('author'), 'noise #sea', 'public', at
from generate_series(now() - interval '2000 seconds', now() - interval '1 second', '1 second') as at;
insert into social.posts (id, author_id, caption, visibility, created_at)
select social_private.uuid_v7(at), social_tests.id('locked'), 'noise #sea', 'public', at
from generate_series(now() - interval '1000 seconds', now() - interval '1 second', '1 second') as at;
insert into social.post_hashtags (post_id, hashtag, display) select id, 'sea', 'sea' from social.posts;
insert into social_private.hashtag_posts (hashtag, post_id, author_id, score)
select 'sea', id, author_id, social_private.base_score(created_at, false) from social.posts;
alter table social.post_hashtags enable trigger user;
alter table social.posts enable trigger user;
select social_tests.post('other', 'early #sea', at => now() - interval '3 days');
insert into social_private.hashtag_follows (profile_id, hashtag)
values (social_tests.id('viewer'), 'sea');
insert into social_private.muted_words (profile_id, word, display)
values (social_tests.id('viewer'), 'noise', 'noise');
create function pg_temp.captions(list text) returns setof text language plpgsql as $$
begin
  perform social_tests.act_as('viewer');
  return query execute 'select caption from ' || list;
end;
$$;
-- The list is empty, because a search through all posts of a hashtag may take longer than the
-- statement timeout.
select is_empty($$select pg_temp.captions('social.hashtag_posts(''sea'')')$$,
  'newest looks at 2,000 posts');
select is_empty($$select pg_temp.captions('social.hashtag_posts(''sea'', ''top'')')$$,
  'top looks at 2,000 posts');
select is_empty($$select pg_temp.captions('social.home_feed()')$$, 'the home feed looks at 1,000 posts');
select is_empty(
  $$select pg_temp.captions('social.for_you_feed() where reason ->> ''kind'' = ''hashtag''')$$,
  'For You looks at 200 posts of a hashtag');
select social_tests.act_as_operator();
delete from social.posts where id in (
  select id from social.posts where author_id = social_tests.id('author')
  order by id desc limit 1100);
select results_eq($$select pg_temp.captions('social.hashtag_posts(''sea'')')$$, array['early #sea'],
  'newest finds a post behind fewer posts, and posts of a private account do not count');
select results_eq($$select pg_temp.captions('social.hashtag_posts(''sea'', ''top'')')$$,
  array['early #sea'], 'and so does top');
select results_eq($$select pg_temp.captions('social.home_feed()')$$, array['early #sea'],
  'and so does the home feed');

select * from finish();
rollback;
