begin;
select plan(13);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dora']) as name;
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'ugly');
select social_tests.comment('carol', 'sunrise', 'not at all', 'ugly');
select social_tests.comment('carol', 'sunrise', 'warm');
select social_tests.comment('bob', 'sunrise', 'cold', 'warm');
select social_tests.comment('dora', 'sunrise', 'why cold?', 'cold');
create function pg_temp.comments() returns text[] language sql as $$
  select array_agg(body order by body) from social.comments
$$;
create function pg_temp.page() returns text[] language sql as $$
  select array_agg(coalesce(roots.body, 'gone') || coalesce(replies.body, '') order by roots.id)
  from social.post_comments(social_tests.post_id('sunrise')) as roots
  left join lateral (select string_agg(': ' || coalesce(body, 'gone'), '') as body
    from social.comment_replies(roots.id)) as replies on true
$$;

select social_tests.block('alice', 'bob');
select social_tests.act_as('carol');
select is(pg_temp.comments(), array['not at all', 'warm', 'why cold?'],
  'a third person cannot read the blocked person''s comments in social.comments');
select is(pg_temp.page(), array['gone: not at all', 'warm: gone: why cold?'],
  'for a third person, tombstones take the place of the blocked person''s comments');
select is(
  (select (comment_count, like_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(3,0)', 'the comment_count of the blocker''s post leaves out the hidden comments');
select is(
  (select array_agg(body) from social.comment_replies(social_tests.comment_id('ugly'))),
  array['not at all'], 'the replies to a hidden comment can be listed');
select throws_ok(
  $$select social.like_comment(social_tests.comment_id('cold'))$$,
  'PT404', 'comment_not_found', 'a hidden reply cannot be liked');
select lives_ok(
  $$select social.like_comment(social_tests.comment_id('why cold?'))$$,
  'a reply to a hidden reply can be liked');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', social_tests.comment_id('ugly'))
  $$, 'PT404', 'comment_not_found', 'nobody can reply to a hidden comment');
select social_tests.act_as('alice');
select is(pg_temp.page(), array['gone: not at all', 'warm: gone: why cold?'],
  'the blocker does not see the blocked person''s comments under their own post');
select social_tests.act_as_anon();
select is(pg_temp.page(), array['gone: not at all', 'warm: gone: why cold?'],
  'for an anonymous caller, the lists do not contain the blocked person''s comments');
select is(pg_temp.comments(), array['not at all', 'warm', 'why cold?'],
  'an anonymous caller cannot read the blocked person''s comments in social.comments');

select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select social_tests.act_as('carol');
select is(
  pg_temp.page(), array['ugly: not at all', 'warm: cold: why cold?'],
  'after an unblock the lists contain the hidden comments and their replies again');
select is(
  pg_temp.comments(), array['cold', 'not at all', 'ugly', 'warm', 'why cold?'],
  'after an unblock the hidden comments and their replies are readable in social.comments');
select social_tests.block('carol', 'bob');
select social_tests.act_as('alice');
select is(
  pg_temp.page(), array['ugly: not at all', 'warm: cold: why cold?'],
  'the author of a post still sees a comment whose author is blocked by a third person');

select * from finish();
rollback;
