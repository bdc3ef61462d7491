begin;
select plan(9);
select social_tests.person('alice');
select social_tests.person('bob');
select set_config('my.avatar', social_tests.upload('alice', 'social-avatars'), true);

select social_tests.act_as('alice');
select is(
  (select (display_name, bio, website, avatar_path, is_private)::text
    from social.update_profile(
      'Alice', 'I take photos.', 'https://alice.example',
      social_tests.upload_id(current_setting('my.avatar')), true)),
  format('(Alice,"I take photos.",https://alice.example,%s,t)', current_setting('my.avatar')),
  'an update returns the changed profile');
select social_tests.remember();
select is(
  (social.update_profile()).display_name, 'Alice', 'an update without arguments succeeds');
select ok(social_tests.is_unchanged(), 'an update without arguments changes no row');
select is(
  (select (display_name, bio, website, avatar_path, is_private)::text
    from social.update_profile(bio => 'I take pictures.')),
  format('(Alice,"I take pictures.",https://alice.example,%s,t)', current_setting('my.avatar')),
  'an update of the bio keeps all other fields');
select is(
  (select (display_name, bio, website, avatar_path, is_private)::text
    from social.update_profile('', '', '', '', false)),
  '(,,,,f)', 'an update with empty texts clears the fields');
select is(
  (select (display_name, bio, website, avatar_path)::text
    from social.update_profile('  ', e'\n', ' ')),
  '(,,,)', 'an update with texts of spaces and line breaks clears the fields');

select throws_ok(
  format('select social.update_profile(display_name => %L)', repeat('x', 51)), 'PT422',
  'display_name_too_long', 'a display name of 51 characters is refused');
select throws_ok(
  format('select social.update_profile(''Alice'', %L)', repeat('x', 301)), 'PT422',
  'bio_too_long', 'a bio of 301 characters is refused');
select is((social.my_profile()).display_name, null, 'a refused update changes no field');

select * from finish();
rollback;
