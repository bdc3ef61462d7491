begin;
select plan(13);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('carol', 'sunrise', 'root');
select social_tests.comment('bob', 'sunrise', 'ugly', 'root');
select social_tests.comment('carol', 'sunrise', 'below', 'ugly');
select social_tests.comment('dora', 'sunrise', 'far below', 'below');
select social_tests.comment('dora', 'sunrise', 'beside', 'root');
select social_tests.comment('bob', 'sunrise', 'alone');
create function pg_temp.thread() returns text[] language sql as $$
  select social_tests.walk(format(
    'select coalesce(body, ''gone'') as item, cursor from social.comment_replies(%L, %%L, 2)',
    social_tests.comment_id('root')))
$$;
create function pg_temp.page() returns text[] language sql as $$
  select array_agg(coalesce(body, 'gone')) from social.post_comments(social_tests.post_id('sunrise'))
$$;
create function pg_temp.tombstone() returns setof jsonb language sql as $$
  select to_jsonb(cards) - '{id, post_id, parent_id, root_id, created_at, cursor}'::text[]
  from social.comment_replies(social_tests.comment_id('root')) as cards where body is null
$$;
create temp table deleted (card jsonb);
grant all on deleted to authenticated;

select social_tests.act_as('bob');
select social.like_comment(social_tests.comment_id('ugly'));
select social_tests.act_as('alice');
select social.hide_comment(social_tests.comment_id('ugly'));
select social.hide_comment(social_tests.comment_id('alone'));
select social_tests.act_as('dora');
select is(
  pg_temp.thread(), array['gone', 'below', 'far below', 'beside'],
  'a tombstone takes the place of a hidden reply, and the replies below it are listed');
select is(pg_temp.page(), array['root'], 'a hidden comment without replies leaves no tombstone');
select is(
  (select array_agg(body order by id) from social.comments),
  array['root', 'below', 'far below', 'beside'],
  'social.comments returns the replies below a hidden comment, but not the hidden comment');
select lives_ok(
  $$select social.comment_likers(social_tests.comment_id('far below'))$$,
  'the likers of a reply below a hidden comment can be listed');
select throws_ok(
  $$select social.comment_likers(social_tests.comment_id('ugly'))$$,
  'PT404', 'comment_not_found', 'the likers of a hidden comment cannot be listed');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'x', social_tests.comment_id('ugly'))
  $$, 'PT404', 'comment_not_found', 'nobody can reply to the tombstone of a hidden comment');
insert into deleted select pg_temp.tombstone();
select is(
  (select card from deleted),
  '{
    "author_id": null, "author_username": null, "author_display_name": null,
    "author_avatar_path": null, "body": null, "mentions": [], "deleted_by": "post_author",
    "like_count": 0, "reply_count": 0, "is_liked": false, "edited_at": null, "pinned_at": null,
    "is_hidden": false
  }',
  'the tombstone of a hidden comment has no author, no text and no likes');
select social_tests.act_as('bob');
select is(
  pg_temp.thread(), array['ugly', 'below', 'far below', 'beside'],
  'the author of a hidden comment sees the comment and no tombstone');
select social_tests.act_as('alice');
select is(
  pg_temp.thread(), array['ugly', 'below', 'far below', 'beside'],
  'the author of the post sees the hidden comment and no tombstone');

select social.unhide_comment(social_tests.comment_id('ugly'));
select social.delete_comment(social_tests.comment_id('ugly'));
select social_tests.act_as('dora');
select is(
  pg_temp.tombstone(), (select card from deleted),
  'the tombstone of a comment that the author of the post deleted looks the same');
select social_tests.act_as('alice');
select is_empty(
  $$select * from social.comment_replies(social_tests.comment_id('root')) where is_hidden$$,
  'the tombstone of a comment is not marked as hidden');

select social.hide_comment(social_tests.comment_id('below'));
select social.hide_comment(social_tests.comment_id('far below'));
select social_tests.act_as('dora');
select is(
  pg_temp.thread(), array['gone', 'gone', 'far below', 'beside'],
  'the author of a hidden reply sees tombstones above it');
select social_tests.act_as_anon();
select is(
  pg_temp.thread(), array['beside'],
  'a deleted comment leaves no tombstone for a viewer who sees none of its replies');

select * from finish();
rollback;
