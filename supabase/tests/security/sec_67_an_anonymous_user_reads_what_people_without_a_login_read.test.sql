begin;
select plan(10);
update social_private.config set directory_visibility = 'everybody';
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.login('guest', is_anonymous => true);
select social_tests.post('alice', 'sunrise');
select social_tests.follow('bob', 'alice');
select social_tests.like('bob', 'sunrise');
select social_tests.comment('bob', 'sunrise', 'first');
insert into social.comment_likes values (social_tests.id('alice'), social_tests.comment_id('first'));
insert into social.post_media (post_id, position, path, mime_type, width, height)
values (social_tests.post_id('sunrise'), 0, social_tests.upload('alice'), 'image/jpeg', 8, 6);
insert into social.post_hashtags values (social_tests.post_id('sunrise'), 'sun', 'Sun');
insert into social.post_mentions (post_id, profile_id, username, position, starts)
values (social_tests.post_id('sunrise'), social_tests.id('bob'), 'bob', 1, '{0}');
insert into social.comment_mentions (comment_id, profile_id, username, position, starts)
values (social_tests.comment_id('first'), social_tests.id('bob'), 'bob', 1, '{0}');
create temp table readable as
select relation from social_private.readable_tables
where is_for_everybody
  -- These tables show a person only rows about themselves.
  and relation not in ('follows', 'likes', 'comment_likes');
grant select on readable to anon, authenticated;

create function pg_temp.read() returns bigint language sql as $$
  select count(*) from readable
  where social_tests.outcome('select from social.' || relation) ~ '^[1-9][0-9]* rows'
$$;
create function pg_temp.act_as_guest() returns void language sql as $$
  select social_tests.act_as('guest', '{"is_anonymous": true}')
$$;

select social_tests.act_as('bob', '{"is_anonymous": false}');
select is(pg_temp.read(), (select count(*) from readable),
  'a signed-in person reads rows of every table');
select pg_temp.act_as_guest();
select is(pg_temp.read(), 0::bigint,
  'SEC-67 an anonymous user reads no row of a table that is open to signed-in people');
select is((select caption from social.post(social_tests.post_id('sunrise'))), 'sunrise',
  'SEC-67 an anonymous user can call the functions that need no sign-in');

select social_tests.act_as_operator();
update social_private.config set allow_anonymous_readers = true;
select pg_temp.act_as_guest();
select is(pg_temp.read(), (select count(*) from readable),
  'with config.allow_anonymous_readers an anonymous user reads as a signed-in person');

select social_tests.act_as_operator();
update social_private.config set allow_anonymous_readers = false;
select social_private.set_direct_table_access('everybody');
select pg_temp.act_as_guest();
select is(pg_temp.read(), (select count(*) from readable),
  'an anonymous user reads tables that people without a login may read');
select social_tests.act_as_operator();
update social_private.readable_tables set is_for_everybody = false where relation = 'posts';
select social_private.set_direct_table_access('everybody');
select pg_temp.act_as_guest();
select is_empty('select from social.posts',
  'SEC-67 an anonymous user reads no row of a table that is not open to people without a login');
select isnt_empty('select from social.profiles',
  'an anonymous user reads the other tables that are open to people without a login');
select social_tests.act_as_operator();
select social_private.set_direct_table_access('closed');
update social_private.config set allow_anonymous_readers = true;
select pg_temp.act_as_guest();
select throws_ok('select from social.profiles', '42501', null,
  'SEC-67 an anonymous user cannot read closed tables');

-- After the link of an e-mail address.
select social_tests.act_as_operator();
update social_private.config set allow_anonymous_readers = false;
select social_private.set_direct_table_access('signed_in');
update auth.users set is_anonymous = false where email = 'guest@example.com';
select pg_temp.act_as_guest();
select is_empty('select from social.profiles',
  'SEC-67 an old token of an anonymous user opens no table while the user has no profile');
select social.create_profile('guest');
select is(pg_temp.read(), (select count(*) from readable),
  'an old token opens the tables as soon as the user has a profile');

select * from finish();
rollback;
