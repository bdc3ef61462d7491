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

-- Bob blocks her, Paul's account is private, Dave's account is deactivated.
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
  'SEC-91 a visible person is included');
select doesnt_match(
  pg_temp.whole(), social_tests.id('bob')::text,
  'SEC-91 a person who blocks the owner is not included');
select doesnt_match(
  pg_temp.whole(), social_tests.post_id('of bob')::text,
  'SEC-91 the posts of a blocker are not included');
select doesnt_match(
  pg_temp.whole(), social_tests.post_id('of paul')::text,
  'SEC-91 the posts of a private account are not included');
select doesnt_match(
  pg_temp.whole(), social_tests.id('dave')::text, 'SEC-91 an inactive person is not included');
select is(
  (select array_agg(item ->> 'body') from social_private.export_items(
    social_tests.id('alice'), 'comments', '', 100) where item is not null),
  array['on carol'], 'SEC-91 own comments on hidden posts are not included');
select doesnt_match(pg_temp.texts('comment_likes'), social_tests.comment_id('on bob')::text,
  'SEC-91 likes on hidden comments are not included');
select matches(pg_temp.texts('posts'), 'hello @bob and @carol',
  'SEC-91 the owner''s own text is included');

-- The export must be the same after bob and the posts are really deleted.
select set_config('my.export', regexp_replace(pg_temp.whole(), '"exported_at": "[^"]*"', ''), true);
delete from social.posts where author_id in (social_tests.id('bob'), social_tests.id('paul'));
delete from social_private.close_friends;
delete from auth.users where id in (social_tests.id('bob'), social_tests.id('dave'));
select is(
  regexp_replace(pg_temp.whole(), '"exported_at": "[^"]*"', ''), current_setting('my.export'),
  'SEC-91 a block and a deletion give the same export');

-- People whom she blocks herself.
insert into social_private.blocks (blocker_id, blocked_id)
values (social_tests.id('alice'), social_tests.id('carol'));
select matches(pg_temp.texts('blocks'), '"carol"',
  'SEC-91 a person whom the owner blocks is included');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('carol');
select is(pg_temp.texts('blocks'), '', 'SEC-91 a suspended blocked person is not included');
select doesnt_match(pg_temp.whole(), 'password|token', 'SEC-91 no password or token is included');
select matches(pg_temp.texts('export'), 'alice@example.com',
  'SEC-91 the owner''s e-mail address is included');

select * from finish();
rollback;
