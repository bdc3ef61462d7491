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
  select array_agg(roots.body || coalesce(replies.body, '') order by roots.id)
  from social.post_comments(social_tests.post_id('sunrise')) as roots
  left join lateral (select string_agg(': ' || body, '') as body
    from social.comment_replies(roots.id)) as replies on true
$$;

select social_tests.block('alice', 'bob');
select social_tests.act_as('carol');
select is(pg_temp.comments(), array['warm'], 'who has nothing to do with it no longer sees them');
select is(pg_temp.page(), array['warm'], 'nor through the functions, nor what hangs below them');
select is(
  (select (comment_count, like_count)::text from social.post(social_tests.post_id('sunrise'))),
  '(5,0)', 'the total does not tell');
select throws_ok(
  $$select social.comment_replies(social_tests.comment_id('ugly'))$$,
  'PT404', 'comment_not_found', 'there is no way to the thread');
select throws_ok(
  $$select social.like_comment(social_tests.comment_id('cold'))$$,
  'PT404', 'comment_not_found', 'nor to the reply');
select throws_ok(
  $$select social.like_comment(social_tests.comment_id('why cold?'))$$,
  'PT404', 'comment_not_found', 'nor to what answers it');
select throws_ok($$
  select social.add_comment(social_tests.post_id('sunrise'), 'hm', social_tests.comment_id('ugly'))
  $$, 'PT404', 'comment_not_found', 'nor can it be answered');
select social_tests.act_as('alice');
select is(pg_temp.page(), array['warm'], 'the author of the post sees what all see');
select social_tests.act_as_anon();
select is(pg_temp.page(), array['warm'], 'so does anon');
select is(pg_temp.comments(), array['warm'], 'in the table, too');

select social_tests.act_as('alice');
select social.unblock_profile(social_tests.id('bob'));
select social_tests.act_as('carol');
select is(
  pg_temp.page(), array['ugly: not at all', 'warm: cold: why cold?'],
  'with an unblock they are back');
select is(
  pg_temp.comments(), array['cold', 'not at all', 'ugly', 'warm', 'why cold?'],
  'all of them');
select social_tests.block('carol', 'bob');
select social_tests.act_as('alice');
select is(
  pg_temp.page(), array['ugly: not at all', 'warm: cold: why cold?'],
  'a block by another than the author of the post hides nothing from third people');

select * from finish();
rollback;
