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
  'a taken username is also taken with other separators or look-alike letters');
select is_empty(
  $$
    select name from unnest(array[
      'claire.olson', 'clara.olsen', 'claire.olsen2', 'clairelolsen', 'claire.solsen', 'claire',
      'modern.news'
    ]) as name
    where social.check_username(name) <> 'available'
  $$,
  'a username is available if it differs from a taken one by more than look-alike letters');
select throws_ok(
  'select social_tests.raised(social.change_username(''c1aire_olsen''))', 'PT409', 'username_taken',
  'changing to a look-alike of a taken username is refused');
select social_tests.act_as('claire.olsen');
select is(
  social.change_username('claire_olsen') ->> 'username', 'claire_olsen',
  'a person may change to a look-alike of their own username');

select * from finish();
rollback;
