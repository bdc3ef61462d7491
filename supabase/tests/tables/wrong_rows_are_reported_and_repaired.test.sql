begin;
select plan(60);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.person('dora', is_private => true);
select social_tests.post('alice', caption) from unnest(array['#old one', '#new two', 'plain']) as caption;
select social_tests.post('bob', 'his #new');
select social_tests.post('dora', 'hers #new');
select social_tests.comment('alice', 'plain', 'a');
select social_tests.comment('bob', 'plain', 'b', 'a');
select social_tests.comment('alice', 'plain', 'c', 'b');
select social_tests.comment('bob', 'plain', 'd');
select social_tests.comment('bob', 'plain', 'e', 'd');
select set_config('my.' || body, id::text, true) from social.comments;
select set_config('my.' || username, id::text, true) from social.profiles;
update social.posts set deleted_at = now() where caption = '#old one';
update social.comments set deleted_at = now() where body = 'd';
select is_empty('select * from social_private.verify_rows()',
  'verify_rows returns no row while every row is right');
select is(social_private.repair_rows(), 0::bigint, 'then repair_rows repairs nothing');

-- Makes rows of a table wrong while its triggers are disabled, and checks that these rows are
-- reported and repaired. expected are pairs of a table and the id of a row.
create function pg_temp.check(about text, relation regclass, fault text, variadic expected text[])
  returns setof text
  language plpgsql
as $$
begin
  execute format('alter table %s disable trigger user', relation);
  execute fault;
  execute format('alter table %s enable trigger user', relation);
  return next set_eq(
    $q$select relation || ' ' || row_id from social_private.verify_rows()$q$, expected,
    about || ' is reported');
  -- The repair of one row can make another right.
  return next ok(social_private.repair_rows() between 1 and cardinality(expected),
    about || ' is repaired');
  return next is_empty('select * from social_private.verify_rows()',
    about || ' is right after the repair');
end $$;

select pg_temp.check('a missing latest post', 'social_private.latest_posts',
  $$delete from social_private.latest_posts where author_id = social_tests.id('bob')$$,
  'social_private.latest_posts ' || current_setting('my.bob'));
select pg_temp.check('a wrong latest post', 'social_private.latest_posts',
  $$update social_private.latest_posts set post_id = social_tests.post_id('#old one')
    where author_id = social_tests.id('alice')$$,
  'social_private.latest_posts ' || current_setting('my.alice'));
select pg_temp.check('a missing search key', 'social_private.search_keys',
  $$delete from social_private.search_keys where username = 'bob' and key = 'b'$$,
  'social_private.search_keys bob');
select pg_temp.check('a search key of nobody', 'social_private.search_keys',
  $$insert into social_private.search_keys values ('zzz', 'nobody')$$,
  'social_private.search_keys nobody');
select pg_temp.check('a wrong limit of a search key', 'social_private.search_keys',
  $$update social_private.search_keys set is_limited = true where username = 'bob' and key = ''$$,
  'social_private.search_keys bob');
select pg_temp.check('a profile that does not fit its account', 'social.profiles',
  $$update social.profiles set is_private = true where username = 'bob'$$,
  'social.profiles ' || current_setting('my.bob'));
select pg_temp.check('a missing account', 'social_private.accounts',
  $$delete from social_private.accounts where profile_id = social_tests.id('carol')$$,
  'social.profiles ' || current_setting('my.carol'), 'social_private.search_keys carol');
select pg_temp.check('a wrong root', 'social.comments',
  $$update social.comments set root_id = social_tests.comment_id('b') where body = 'b'$$,
  'social.comments ' || current_setting('my.b'), 'social.comments ' || current_setting('my.c'));
select pg_temp.check('a wrong depth', 'social.comments',
  $$update social.comments set depth = 7 where body = 'e'$$,
  'social.comments ' || current_setting('my.e'));
select pg_temp.check('a missing tombstone', 'social.comments',
  $$update social.comments set is_tombstone = false where body = 'd'$$,
  'social.comments ' || current_setting('my.d'));
select set_config('my.rest', social_private.uuid_v7()::text, true);
select pg_temp.check('a tombstone of nothing', 'social.comments',
  $$insert into social.comments (id, post_id, deleted_at, deleted_by, is_tombstone)
    values (current_setting('my.rest')::uuid, social_tests.post_id('plain'), now(), 'author', true)$$,
  'social.comments ' || current_setting('my.rest'));
select pg_temp.check('a missing word', 'social_private.post_words',
  $$delete from social_private.post_words where post_id = social_tests.post_id('plain')$$,
  'social_private.post_words ' || social_tests.post_id('plain'));
select pg_temp.check('a wrong word', 'social_private.post_words',
  $$update social_private.post_words set words = 'x' where post_id = social_tests.post_id('plain')$$,
  'social_private.post_words ' || social_tests.post_id('plain'));
select pg_temp.check('a missing place on the page of a hashtag', 'social_private.hashtag_posts',
  $$delete from social_private.hashtag_posts where post_id = social_tests.post_id('his #new')$$,
  'social_private.hashtag_posts new ' || social_tests.post_id('his #new'),
  'social_private.hashtags new');
select pg_temp.check('a wrong number of posts', 'social_private.hashtags',
  $$insert into social_private.hashtags (hashtag, post_count) values ('empty', 3)$$,
  'social_private.hashtags empty');
select pg_temp.check('a hashtag that the caption does not have', 'social.post_hashtags',
  $$insert into social.post_hashtags values (social_tests.post_id('plain'), 'more', 'more')$$,
  'social.posts ' || social_tests.post_id('plain'),
  'social_private.hashtag_posts more ' || social_tests.post_id('plain'));
select pg_temp.check('a hashtag that the column lacks', 'social.posts',
  $$update social.posts set hashtags = '[]' where caption = '#old one'$$,
  'social.posts ' || social_tests.post_id('#old one'));
delete from social_private.count_updates;
select pg_temp.check('a place of a private post', 'social_private.hashtag_posts',
  $$insert into social_private.hashtag_posts
    values ('new', social_tests.post_id('hers #new'), social_tests.id('dora'), 1)$$,
  'social_private.hashtag_posts new ' || social_tests.post_id('hers #new'),
  'social_private.hashtags new');

-- What the worker has yet to do is not wrong.
delete from social_private.post_words where post_id = social_tests.post_id('plain');
insert into social_private.reindexes default values;
select is_empty('select * from social_private.verify_rows()',
  'a word may be missing while the worker indexes all posts anew');
delete from social_private.reindexes;
update social_private.config set discovery = false;
select is_empty('select * from social_private.verify_rows()',
  'a word may be missing while discovery is off');
insert into social_private.post_words (post_id, author_id, words)
select id, author_id, 'x' from social.posts where caption = 'plain';
select is(social_private.repair_rows(), 1::bigint, 'a wrong word is deleted while discovery is off');
select is_empty('select * from social_private.post_words where words = $$x$$', 'it is deleted');

select * from finish();
rollback;
