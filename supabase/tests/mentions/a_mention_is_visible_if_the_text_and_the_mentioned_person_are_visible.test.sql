begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
select social_tests.follow('carol', 'alice');
select social_tests.post('alice', 'for all: @bob #sea');
select social_tests.post('alice', 'for followers: @bob #sun', 'followers');
select social_tests.comment('carol', 'for all: @bob #sea', 'oh @bob');
select social_tests.comment('carol', 'for followers: @bob #sun', 'ah @bob');
create function pg_temp.seen() returns text language sql return concat_ws(' ',
  (select count(*) from social.post_mentions), (select count(*) from social.comment_mentions),
  (select count(*) from social.post_hashtags));

select social_tests.act_as('carol');
select is(pg_temp.seen(), '2 2 2',
  'a follower sees the mentions and hashtags of posts for followers');
select social_tests.act_as('dave');
select is(pg_temp.seen(), '1 1 1',
  'a stranger sees only the mentions and hashtags of public posts');
select social_tests.act_as('bob');
select is(pg_temp.seen(), '1 1 1',
  'a mentioned person who does not follow the author sees only mentions of public posts');
select social_tests.act_as('dave');
select social.block_profile(social_tests.id('bob')) is not null;
select is(pg_temp.seen(), '0 0 1', 'a person sees no mentions of people whom they block');
select social_tests.act_as('bob');
select social.block_profile(social_tests.id('alice')) is not null;
select is(pg_temp.seen(), '0 0 0',
  'a person sees no mentions or hashtags in posts of an author whom they block');
select social_tests.act_as_anon();
select matches(
  social_tests.outcome('select * from social.post_mentions'), '^42501 ',
  'the role anon cannot read the table post_mentions');

select * from finish();
rollback;
