begin;
select plan(5);
select social_tests.person('alice');
update social.profiles set username = 'alice_two' where id = social_tests.id('alice');

select is(social_private.profile_id_of('alice_two'), social_tests.id('alice'),
  'a username leads to its owner');
select is(social_private.profile_id_of(' @Alice_Two '), social_tests.id('alice'),
  'capital letters, spaces and a leading @ do not matter');
select is(social_private.profile_id_of('alice'), social_tests.id('alice'),
  'a former username leads to its owner');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');
select is(social_private.profile_id_of('alice_two'), social_tests.id('alice'),
  'the operator also finds a suspended person');
select throws_ok($$select social_private.profile_id_of('nobody')$$, 'PT404', 'profile_not_found',
  'an unknown username is an error');

select * from finish();
rollback;
