begin;
select plan(5);
select social_tests.person(name) from unnest(array[
  'author', 'viewer', 'secretive', 'blocker', 'blocked', 'gone', 'away', 'banished', 'unproven',
  'narrowed', 'friendly', 'hidden']) as name;
update social_private.accounts set is_private = true where profile_id = social_tests.id('secretive');
select social_tests.block('blocker', 'viewer');
select social_tests.block('viewer', 'blocked');
select social_tests.follow('viewer', 'friendly');
select social_tests.post('author', repeat('heron ', number % 5 + 1) || number,
  at => now() - number * interval '1 hour')
from generate_series(1, 30) as number;

create function pg_temp.seen_by(name text) returns text language plpgsql as $$
begin
  if name is null then
    perform social_tests.act_as_anon();
  else
    perform social_tests.act_as(name);
  end if;
  return (social_tests.walk('select post_search::text as item, cursor
      from social.post_search(''heron'',''newest'',%L,7)')
    || social_tests.walk('select post_search::text as item, cursor
      from social.post_search(''"heron heron" -27'',''relevance'',%L,7)'))::text;
end;
$$;

create temp table before as
select name, pg_temp.seen_by(name) as answer from unnest(array['viewer', null]) as name;
select social_tests.act_as_operator();
select isnt(
  (select answer from before where name = 'viewer'), '{}', 'SEC-112 the viewer finds posts');

-- Each of these posts would be the newest and the best match.
select social_tests.post(name, repeat('heron ', 9))
from unnest(array['secretive', 'blocker', 'blocked', 'gone', 'away', 'banished', 'unproven',
  'narrowed']) as name;
select social_tests.post('author', repeat('heron ', 9), visibility)
from unnest(array['followers', 'close_friends', 'only_me']::social.visibility[]) as visibility;
select social_tests.post('friendly', repeat('heron ', 9), 'close_friends');
select social_tests.post('friendly', repeat('heron ', 9), 'only_me');
select social_tests.post('hidden', repeat('heron ', 9)) from generate_series(1, 3);
update social.posts set
  hidden_at = case when place = 1 then now() end, deleted_at = case when place = 2 then now() end,
  archived_at = case when place = 3 then now() end
from (
  select id, row_number() over (order by id) as place from social.posts
  where author_id = social_tests.id('hidden')
) as numbered
where numbered.id = posts.id;
update social_private.accounts set
  deleted_at = case when username = 'gone' then now() end,
  deactivated_at = case when username = 'away' then now() end,
  suspended_at = case when username = 'banished' then now() end,
  unconfirmed_at = case when username = 'unproven' then now() end,
  limited_at = case when username = 'narrowed' then now() end
from social.profiles where profiles.id = profile_id;

select is(
  pg_temp.seen_by('viewer'), (select answer from before where name = 'viewer'),
  'SEC-112 posts that a viewer may not see change no result, rank, order or cursor of a search');
-- Without a login, blocks do not apply.
select social_tests.act_as_operator();
delete from social.posts
where author_id in (social_tests.id('blocker'), social_tests.id('blocked'));
select is(
  pg_temp.seen_by(null), (select answer from before where name is null),
  'SEC-112 the same is true for readers without a login');
select social_tests.act_as('narrowed');
select is(
  (select count(*) from social.post_search('heron', page_size => 100)), 31::bigint,
  'SEC-112 the author of a post finds it');
select social_tests.act_as_operator();
select social_tests.follow('viewer', 'narrowed');
select social_tests.follow('viewer', 'secretive');
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('friendly'), social_tests.id('viewer'));
select social_tests.act_as('viewer');
select is(
  (select count(*) from social.post_search('heron', page_size => 100)), 33::bigint,
  'SEC-112 followers and close friends find what is for them');

select * from finish();
rollback;
