begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'comment ' || n) from generate_series(1, 6) as n;
select social_tests.comment('carol', 'sunrise', 'carol says');
select social_tests.comment('carol', 'sunrise', 'a reply', 'comment 1');
create function pg_temp.page(size integer) returns text[] language sql as $$
  select social_tests.walk(format(
    'select coalesce(body, ''gone'') as item, cursor from social.post_comments(%L, %%L, %s)',
    social_tests.post_id('sunrise'), size))
$$;

select social_tests.act_as('alice');
select isnt(
  (select pinned_at from social.pin_comment(social_tests.comment_id('comment 2'))), null,
  'the author of a post can pin a comment');
select social.pin_comment(social_tests.comment_id('carol says'));
select social.pin_comment(social_tests.comment_id('comment 1'));
select social_tests.act_as('bob');
select is(
  pg_temp.page(20), array[
    'comment 1', 'carol says', 'comment 2', 'comment 6', 'comment 5', 'comment 4', 'comment 3'],
  'post_comments lists each comment once, pinned comments first, latest pin on top');
select is(pg_temp.page(1), pg_temp.page(20),
  'pages of one comment contain the same comments as one large page');
select is(pg_temp.page(2), pg_temp.page(20),
  'pages of two comments contain the same comments as one large page');
select is(pg_temp.page(3), pg_temp.page(20),
  'pages of three comments contain the same comments as one large page');

select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('comment 2'));
select social_tests.act_as('carol');
select is(
  pg_temp.page(2),
  array['comment 1', 'carol says', 'comment 6', 'comment 5', 'comment 4', 'comment 3'],
  'other people do not see a pinned comment that the author of the post hides');
select social_tests.act_as('bob');
select is(
  pg_temp.page(1), array[
    'comment 1', 'carol says', 'comment 2', 'comment 6', 'comment 5', 'comment 4', 'comment 3'],
  'the author of a hidden, pinned comment still sees it among the pinned comments');
select social.delete_comment(social_tests.comment_id('comment 1'));
select is(
  pg_temp.page(2), array[
    'carol says', 'comment 2', 'comment 6', 'comment 5', 'comment 4', 'comment 3', 'gone'],
  'the tombstone of a pinned comment is not on top, but is sorted by time');
select social_tests.act_as('alice');
select is(
  (select pinned_at from social.unpin_comment(social_tests.comment_id('carol says'))), null,
  'unpin_comment clears the pin');
select is(
  pg_temp.page(3), array[
    'comment 2', 'carol says', 'comment 6', 'comment 5', 'comment 4', 'comment 3', 'gone'],
  'after unpin_comment the comment is sorted by time again');

select * from finish();
rollback;
