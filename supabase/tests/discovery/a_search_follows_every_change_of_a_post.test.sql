begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
update social_private.config set allow_text_posts = true;

create function pg_temp.found(query text) returns bigint language sql as $$
  select count(*) from social.post_search(found.query)
$$;

select social_tests.act_as('alice');
create temp table made as select id from social.create_post('heron #Pond');
grant select on made to authenticated;
select is(
  array[pg_temp.found('heron'), pg_temp.found('#pond'), pg_temp.found('pond')],
  array[1, 1, 1]::bigint[], 'a search finds a new post by its words and hashtags');
select lives_ok(
  $$select social.update_post(id, 'egret #Lake') from made$$,
  'the author can edit the caption');
select is(
  array[pg_temp.found('heron'), pg_temp.found('#pond'), pg_temp.found('egret'),
    pg_temp.found('#lake')],
  array[0, 0, 1, 1]::bigint[], 'a search finds an edited post by its new words only');
select social.delete_post(id) from made;
select is(pg_temp.found('egret'), 0::bigint, 'a search does not find a deleted post');
select social.restore_post(id) from made;
select is(pg_temp.found('egret'), 1::bigint, 'a search finds a restored post');
select social.archive_post(id) from made;
select is(
  pg_temp.found('egret'), 0::bigint, 'a search does not find an archived post of one''s own');
select social.unarchive_post(id) from made;
select social.update_post(id, visibility => 'only_me') from made;
select is(pg_temp.found('egret'), 1::bigint, 'authors find the posts that only they see');
select social_tests.act_as('bob');
select is(pg_temp.found('egret'), 0::bigint, 'nobody else finds a post that only its author sees');

select social_tests.act_as_operator();
update social.posts set visibility = 'public', caption = null;
select is_empty(
  'select * from social_private.post_words', 'a post without a caption has no words');
update social.posts set caption = 'egret';
update social_private.config set discovery = false;
select social_tests.post('alice', 'unseen');
select social_tests.act_as('bob');
select is(
  pg_temp.found('egret'), 0::bigint, 'a search answers empty while discovery is switched off');
select social_tests.act_as_operator();
update social.posts set caption = 'osprey' where caption = 'egret';
select is_empty(
  'select * from social_private.post_words',
  'while discovery is switched off, no post gets words, and an edited post loses its words');
update social_private.config set discovery = true;
select social_private.sync_post_words(array(select id from social.posts));
select social_tests.act_as('bob');
select is(
  array[pg_temp.found('osprey'), pg_temp.found('unseen')], array[1, 1]::bigint[],
  'after the posts are indexed anew, a search finds them again');

select * from finish();
rollback;
