begin;
select plan(9);

insert into auth.users (id, email, raw_user_meta_data) values (
  '00000000-0000-4000-8000-00000000a11c', 'alice@example.com',
  '{"social_username": "Alice", "social_display_name": "  Alice  Smith ", "is_private": true, "bio": "forged"}');
select is(
  (select (id, username, display_name, bio, is_private)::text from social.profiles),
  '(00000000-0000-4000-8000-00000000a11c,alice,"Alice  Smith",,f)',
  'a sign-up takes only the username and the display name from its metadata');
select social_tests.act_as('alice');
select is(
  (select (username, post_count, follower_count, following_count)::text from social.my_profile()),
  '(alice,0,0,0)', 'the counters of a new profile are zero');

select social_tests.act_as_operator();
select lives_ok(
  $$
    insert into auth.users (id, email, raw_user_meta_data) values
      (gen_random_uuid(), 'bob@example.com', '{"full_name": "Bob"}'),
      (gen_random_uuid(), 'carol@example.com', null),
      (gen_random_uuid(), 'dave@example.com', '{"social_username": null}'),
      (gen_random_uuid(), 'erin@example.com', '["social_username"]'),
      (gen_random_uuid(), 'frank@example.com', '"social_username"')
  $$,
  'a sign-up without a username succeeds');
select lives_ok(
  $$
    insert into auth.users (id, email, raw_user_meta_data) values
      (gen_random_uuid(), 'jo@example.com', '{"username": "Jo"}'),
      (gen_random_uuid(), 'mary@example.com', '{"username": "mary ann"}'),
      (gen_random_uuid(), 'amy@example.com', '{"username": "admin", "display_name": "\u0007"}'),
      (gen_random_uuid(), 'max@example.com', '{"username": "alice", "name": null}')
  $$,
  'a sign-up of the host app succeeds, whatever its own metadata contains');
select is((select count(*) from social.profiles), 1::bigint,
  'a sign-up without a username creates no profile');
select is(
  (
    select array_agg(distinct social_private.before_user_created(
      jsonb_build_object('user', jsonb_build_object('user_metadata', raw_user_meta_data))))
    from auth.users where email <> 'alice@example.com'
  ),
  array['{}'::jsonb], 'the Auth hook accepts every sign-up without social_username');
select throws_ok(
  $$insert into auth.users (id, raw_user_meta_data)
    values (gen_random_uuid(), '{"social_username": "frank", "social_display_name": "\u0007"}')$$,
  'PT422', 'text_invalid', 'a sign-up with an invalid display name is refused');
update auth.users set raw_user_meta_data = '{"social_username": "robert"}'
where email = 'bob@example.com';
select is(
  (select count(*) from social.profiles), 1::bigint,
  'a later change of the metadata creates no profile');
update auth.users set raw_user_meta_data = '{"social_username": "mallory"}'
where email = 'alice@example.com';
select is((select username from social.profiles), 'alice',
  'a later change of the metadata does not change the username');

select * from finish();
rollback;
