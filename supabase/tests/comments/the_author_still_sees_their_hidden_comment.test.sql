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
  'the author of a post can hide a comment');
select is(
  pg_temp.page(), array['hm', 'ugly'],
  'the author of the post still sees the hidden comment');
select is(
  (select array_agg(body) from social.comment_replies(social_tests.comment_id('ugly'))),
  array['not so'], 'the author of the post still sees the replies to the hidden comment');
select social_tests.act_as('bob');
select is(pg_temp.page(), array['hm', 'ugly'],
  'the author of the hidden comment still sees that comment in the list');
select is(
  pg_temp.card(), (select card from before),
  'the author of the hidden comment does not see that it is hidden');
select is(
  (select body from social.update_comment(social_tests.comment_id('ugly'), 'ugly')), 'ugly',
  'the author of the hidden comment may edit it');
select is(
  (social.like_comment(social_tests.comment_id('ugly'))).is_liked, true,
  'the author of the hidden comment may like it');

select social_tests.act_as('carol');
select is(
  pg_temp.page(), array['hm', null],
  'other people see a tombstone in place of the hidden comment in the list');
select is(
  (select array_agg(body order by id) from social.comments), array['not so', 'hm'],
  'other people cannot read the hidden comment in social.comments');
select is_empty(
  $$select * from social.comment_counts where comment_id = social_tests.comment_id('ugly')$$,
  'other people cannot read the counts of the hidden comment');
select is_empty('select * from social.comment_likes',
  'other people cannot read the likes of the hidden comment');
select is(
  (select comment_count from social.post(social_tests.post_id('sunrise'))), 2,
  'the comment_count of the post leaves out the hidden comment');
select social_tests.act_as_anon();
select is(pg_temp.page(), array['hm', null],
  'an anonymous caller sees a tombstone in place of the hidden comment in the list');

select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('ugly'));
select is(
  (select is_hidden from social.unhide_comment(social_tests.comment_id('ugly'))), false,
  'one call of unhide_comment undoes two calls of hide_comment');
select social_tests.act_as('carol');
select is(pg_temp.page(), array['hm', 'ugly'], 'other people see an unhidden comment in the list');
select throws_ok(
  $$select social.hide_comment(social_tests.comment_id('hm'))$$, 'PT403', 'not_author',
  'only the author of the post may hide a comment');
select throws_ok(
  $$select social.unhide_comment(social_tests.comment_id('hm'))$$, 'PT403', 'not_author',
  'only the author of the post may unhide a comment');

select * from finish();
rollback;
