begin;
select plan(13);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.person('paul', is_private => true);
select social_tests.post(name, 'of ' || name) from unnest(array['bob', 'carol', 'paul']) as name;
select social_tests.comment('alice', 'of ' || name, 'on ' || name)
from unnest(array['bob', 'carol', 'paul']) as name;
select social_tests.like('alice', 'of ' || name) from unnest(array['bob', 'carol', 'paul']) as name;
insert into social.saves (user_id, post_id) select social_tests.id('alice'), id from social.posts;
insert into social.comment_likes (user_id, comment_id)
select social_tests.id('alice'), id from social.comments;
select social_tests.post('alice', 'hello @bob and @carol');
select social_tests.follow('alice', 'dave');
select social_tests.follow('dave', 'alice');
insert into social_private.mutes (muter_id, muted_id)
select social_tests.id('alice'), social_tests.id(name) from unnest(array['bob', 'dave']) as name;
insert into social_private.close_friends (owner_id, friend_id)
values (social_tests.id('alice'), social_tests.id('dave'));
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('dave'));
delete from social_private.blocks;

-- bob blocks alice. The account of paul is private. The account of dave is deactivated below.
select social_tests.block('bob', 'alice');
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('dave');

create function pg_temp.texts(stream text) returns text language sql
return (
  select coalesce(string_agg(item::text, ' '), '') from social_private.export_items(
    social_tests.id('alice'), texts.stream, '', 100));
create function pg_temp.whole() returns text language sql
return (
  select string_agg(pg_temp.texts(stream), ' ')
  from unnest(social_private.export_streams()) as stream);

select matches(pg_temp.whole(), social_tests.id('carol')::text,
  'SEC-91 an export contains people whom the owner can see');
select doesnt_match(
  pg_temp.whole(), social_tests.id('bob')::text,
  'SEC-91 an export does not contain a person who blocks the owner');
select doesnt_match(
  pg_temp.whole(), social_tests.post_id('of bob')::text,
  'SEC-91 an export does not contain posts of a person who blocks the owner');
select doesnt_match(
  pg_temp.whole(), social_tests.post_id('of paul')::text,
  'SEC-91 an export does not contain posts of a private account that the owner does not follow');
select doesnt_match(
  pg_temp.whole(), social_tests.id('dave')::text,
  'SEC-91 an export does not contain an inactive person');
select is(
  (select array_agg(item ->> 'body') from social_private.export_items(
    social_tests.id('alice'), 'comments', '', 100) where item is not null),
  array['on carol'], 'SEC-91 an export does not contain comments by the owner on invisible posts');
select doesnt_match(pg_temp.texts('comment_likes'), social_tests.comment_id('on bob')::text,
  'SEC-91 an export does not contain likes of comments on invisible posts');
select matches(pg_temp.texts('posts'), 'hello @bob and @carol',
  'SEC-91 an export keeps the usernames that the captions of the owner mention');

-- The export must stay the same when the invisible people and posts are deleted.
select set_config('my.export', regexp_replace(pg_temp.whole(), '"exported_at": "[^"]*"', ''), true);
delete from social.posts where author_id in (social_tests.id('bob'), social_tests.id('paul'));
delete from social_private.close_friends;
delete from auth.users where id in (social_tests.id('bob'), social_tests.id('dave'));
select is(
  regexp_replace(pg_temp.whole(), '"exported_at": "[^"]*"', ''), current_setting('my.export'),
  'SEC-91 an export does not change when people and posts invisible to the owner are deleted');

insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('carol'));
select matches(pg_temp.texts('blocks'), '"carol"',
  'SEC-91 an export contains the people whom the owner blocks');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('carol');
select is(pg_temp.texts('blocks'), '',
  'SEC-91 an export does not contain a suspended person whom the owner blocks');
select doesnt_match(pg_temp.whole(), 'password|token',
  'SEC-91 an export contains no password and no token');
select matches(pg_temp.texts('export'), 'alice@example.com',
  'SEC-91 an export contains the e-mail address of the owner');

select * from finish();
rollback;
