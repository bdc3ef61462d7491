begin;
select plan(6);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.insert_user('late@example.com', '{"social_username": "late"}',
  is_confirmed => false);
select social_tests.remember();

select matches(
  social_tests.outcome('delete from social.profiles where username = ''alice'''),
  '^PT409 row_is_required .*login.*Auth', 'an operator is told to delete the login instead');
select matches(social_tests.outcome('delete from social.profiles'), '^PT409 row_is_required ',
  'several profiles cannot be deleted either');
select ok(social_tests.is_unchanged(), 'nothing has changed');
select is(
  social_tests.outcome('delete from social.profiles where username = ''late'''), '1 rows',
  'the profile of a person who was never confirmed can be deleted');
select is(
  social_tests.outcome('delete from auth.users where email like ''%@example.com'''), '3 rows',
  'logins are deleted with their profiles');
select is_empty('select from social.profiles', 'no profile remains');

select * from finish();
rollback;
