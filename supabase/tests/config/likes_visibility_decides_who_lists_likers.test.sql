begin;
select plan(14);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'fan', 'mallory']) as name;
select social_tests.login('guest', is_anonymous => true);
select social_tests.post('alice', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'first');
select social_tests.like('fan', 'sunrise');
insert into social.comment_likes (user_id, comment_id)
values (social_tests.id('fan'), social_tests.comment_id('first'));

create function pg_temp.lists() returns text[] language sql as $$
  select array[
    social_tests.outcome(format('select from social.post_likers(%L)', post_id)),
    social_tests.outcome(format('select from social.comment_likers(%L)', comment_id))]
  from (values (social_tests.post_id('sunrise'), social_tests.comment_id('first')))
    as ids (post_id, comment_id)
$$;
-- PT401 not_signed_in …
create function pg_temp.codes() returns text[] language sql as $$
  select array_agg(split_part(answer, ' ', 2)) from unnest(pg_temp.lists()) as answer
$$;
create function pg_temp.rows() returns text[] language sql as $$
  select array[
    split_part(social_tests.outcome('select from social.likes'), ' ', 1),
    split_part(social_tests.outcome('select from social.comment_likes'), ' ', 1)]
$$;

-- By default: signed_in
select social_tests.act_as('mallory');
select is(pg_temp.lists(), '{1 rows,1 rows}', 'signed-in people list the likers of what they see');
select is(pg_temp.rows(), '{0,0}', 'SEC-88 a stranger reads no like in the tables');
select social_tests.act_as('fan');
select is(pg_temp.rows(), '{1,1}', 'people read their own likes in the tables');
select social_tests.act_as('alice');
select is(pg_temp.rows(), '{1,0}', 'an author reads the likes of their own posts');
select social_tests.act_as('bob');
select is(pg_temp.rows(), '{0,1}', 'an author reads the likes of their own comments');
select social_tests.act_as_anon();
select is(pg_temp.codes(), '{not_signed_in,not_signed_in}',
  'SEC-88 without a login, nobody lists likers');
select is(pg_temp.rows(), '{0,0}', 'SEC-88 without a login, nobody reads a like in the tables');
select social_tests.act_as('guest', '{"is_anonymous": true}');
select is(pg_temp.codes(), '{anonymous_user,anonymous_user}',
  'SEC-88 an anonymous user counts as a person without a login');

select social_tests.act_as_operator();
update social_private.config set likes_visibility = 'author';
select social_tests.act_as('mallory');
select is(pg_temp.lists(), '{0 rows,0 rows}',
  'SEC-88 with "author", the lists of likers are empty for others');
select is(
  (select like_count from social.post(social_tests.post_id('sunrise'))), 1,
  'with "author", others still see the number of likes');
select social_tests.act_as('alice');
select is(pg_temp.lists(), '{1 rows,0 rows}',
  'with "author", the author of a post lists its likers');

select social_tests.act_as_operator();
update social_private.config set likes_visibility = 'everybody';
select social_tests.act_as_anon();
select is(pg_temp.lists(), '{1 rows,1 rows}', 'with "everybody", everybody lists likers');
select social_tests.act_as('mallory');
select is(pg_temp.rows(), '{0,0}',
  'SEC-88 with "everybody", a stranger still reads no like in the tables');
select social_tests.act_as_operator();
select throws_ok($$update social_private.config set likes_visibility = 'public'$$, '23514',
  null, 'the setting has no other values');

select * from finish();
rollback;
