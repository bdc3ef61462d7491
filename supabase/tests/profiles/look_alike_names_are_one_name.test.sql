begin;
select plan(4);
select social_tests.person('claire.olsen');
select social_tests.person('modern_view');
select social_tests.person('mallory');

select social_tests.act_as('mallory');
select is_empty(
  $$
    select name from unnest(array[
      'claire.olsen', 'CLAIRE.OLSEN', 'claireolsen', 'claire_olsen', 'cla.ire.ol.sen',
      'c1aire.olsen', 'ciaire.olsen', 'cla1re.olsen', 'claire.0lsen', 'cla1re.o1sen',
      'clair3.olsen', 'claire.ol5en', 'c1a1r3_0153n',
      'rnodern.view', 'modemview', 'modern.vlew', 'm0dern.view', 'modern.vievv'
    ]) as name
    where social.check_username(name) <> 'taken'
  $$,
  'separators, 0 and o, 1, i and l, 3 and e, 5 and s, rn and m, vv and w make no other name');
select is_empty(
  $$
    select name from unnest(array[
      'claire.olson', 'clara.olsen', 'claire.olsen2', 'clairelolsen', 'claire.solsen', 'claire',
      'modern.news'
    ]) as name
    where social.check_username(name) <> 'available'
  $$,
  'a different name is a different name');
select throws_ok(
  'select social.change_username(''c1aire_olsen'')', 'PT409', 'username_taken',
  'who would take a look-alike is refused');
select social_tests.act_as('claire.olsen');
select is(
  (social.change_username('claire_olsen')).username, 'claire_olsen',
  'one may take a look-alike of one''s own name');

select * from finish();
rollback;
