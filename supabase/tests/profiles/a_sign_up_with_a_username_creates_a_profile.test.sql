begin;
select plan(9);

select social_tests.insert_user(
  'alice@example.com',
  '{"social_username": "Alice", "social_display_name": "  Alice  Smith ", "is_private": true, "bio": "forged"}',
  id => '00000000-0000-4000-8000-00000000a11c');
select is(
  (select (id, username, display_name, bio, is_private)::text from social.profiles),
  '(00000000-0000-4000-8000-00000000a11c,alice,"Alice Smith",,f)',
  'a sign-up takes only the username and the display name from its metadata');
select social_tests.act_as('alice');
select is(
  (select (username, post_count, follower_count, following_count)::text from social.my_profile()),
  '(alice,0,0,0)', 'the counters of a new profile are zero');

select social_tests.act_as_operator();
select lives_ok(
  $$
    select social_tests.insert_user(email, metadata)
    from (values
      ('bob@example.com', '{"full_name": "Bob"}'::jsonb),
      ('carol@example.com', null),
      ('dave@example.com', '{"social_username": null}'),
      ('erin@example.com', '["social_username"]'),
      ('frank@example.com', '"social_username"')
    ) as sign_up (email, metadata)
  $$,
  'a sign-up without a username succeeds');
select lives_ok(
  $$
    select social_tests.insert_user(email, metadata)
    from (values
      ('jo@example.com', '{"username": "Jo"}'::jsonb),
      ('mary@example.com', '{"username": "mary ann"}'),
      ('amy@example.com', '{"username": "admin", "display_name": "\u0007"}'),
      ('max@example.com', '{"username": "alice", "name": null}')
    ) as sign_up (email, metadata)
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
  $$
    select social_tests.insert_user(
      'fritz@example.com', '{"social_username": "frank", "social_display_name": "\u0007"}')
  $$,
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
