begin;
select plan(17);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'ugly');
select social_tests.comment('carol', 'sunrise', 'not so', 'ugly');
select social_tests.comment('bob', 'sunrise', 'hm');
create function pg_temp.page() returns text[] language sql as $$
  select array_agg(body) from social.post_comments(social_tests.post_id('sunrise'))
$$;
create function pg_temp.card() returns text language sql as $$
  select cards::text from social.post_comments(social_tests.post_id('sunrise')) as cards
  where body = 'ugly'
$$;
create temp table before (card text);
grant all on before to authenticated;

select social_tests.act_as('bob');
insert into before select pg_temp.card();
select social_tests.act_as('alice');
select is(
  (select is_hidden from social.hide_comment(social_tests.comment_id('ugly'))), true,
  'the author of a post hides a comment');
select is(pg_temp.page(), array['hm', 'ugly'], 'who hid it sees it');
select is(
  (select array_agg(body) from social.comment_replies(social_tests.comment_id('ugly'))),
  array['not so'], 'with its replies');
select social_tests.act_as('bob');
select is(pg_temp.page(), array['hm', 'ugly'], 'who wrote it sees it');
select is(pg_temp.card(), (select card from before), 'and cannot tell: the card is the same');
select is(
  (select body from social.update_comment(social_tests.comment_id('ugly'), 'ugly')), 'ugly',
  'who wrote it may edit it');
select is(
  (social.like_comment(social_tests.comment_id('ugly'))).is_liked, true, 'and like it');

select social_tests.act_as('carol');
select is(pg_temp.page(), array['hm'], 'others do not see it');
select is(
  (select array_agg(body) from social.comments), array['hm'],
  'nor in the table, and what hangs below it is gone with it');
select is_empty(
  $$select * from social.comment_counts where comment_id = social_tests.comment_id('ugly')$$,
  'it has no counts');
select is_empty('select * from social.comment_likes', 'and no likes');
select is(
  (select comment_count from social.post(social_tests.post_id('sunrise'))), 3,
  'no total tells of it');
select social_tests.act_as_anon();
select is(pg_temp.page(), array['hm'], 'anon does not see it');

select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('ugly'));
select is(
  (select is_hidden from social.unhide_comment(social_tests.comment_id('ugly'))), false,
  'hiding again changes nothing, and one call undoes it');
select social_tests.act_as('carol');
select is(pg_temp.page(), array['hm', 'ugly'], 'then all see it');
select throws_ok(
  $$select social.hide_comment(social_tests.comment_id('hm'))$$, 'PT403', 'not_author',
  'only the author of the post hides');
select throws_ok(
  $$select social.unhide_comment(social_tests.comment_id('hm'))$$, 'PT403', 'not_author',
  'and unhides');

select * from finish();
rollback;
