begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
insert into social_private.for_you_lists (viewer_id, made_at, items) values
  (social_tests.id('alice'), now() - interval '25 hours', '{}'),
  (social_tests.id('bob'), now() - interval '23 hours', '{}');
select is(social_private.forget_for_you_lists(10), 1, 'a list that is older than a day is deleted');
select is(
  (select viewer_id from social_private.for_you_lists), social_tests.id('bob'),
  'a list of today remains');
select is(social_private.forget_for_you_lists(10), 0, 'nothing is left to delete');

select * from finish();
rollback;
