begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob', 'ada']) as name;
select social_tests.staff('ada', 'administrator');
insert into social.posts (id, author_id, caption, visibility, created_at)
select social.uuid_v7(now() - interval '2 days'), social_tests.id('alice'), 'old', 'public',
  now() - interval '2 days';
select social_tests.post('alice', 'new');
select social_tests.post('bob', 'sunset');
select social_tests.comment('alice', 'sunset', 'buy');

select is((social_private.moderate_person('@Alice', 'suspend', 'Fraud', 'law')).suspended_at
  is not null, true, 'the operator suspends a person by username');
select throws_ok($$select social_private.moderate_person('nobody', 'suspend', 'Fraud')$$,
  'PT404', 'profile_not_found', 'an unknown username is an error');
select throws_ok($$select social_private.moderate_person('alice', 'restore', ' ')$$,
  'PT422', 'reason_missing', 'a reason is required');
select social_private.moderate_person('alice', 'restore', 'A mistake');

select is(social_private.hide_content('alice', 'Advertising', now() - interval '1 day'), 2,
  'the operator hides what a person wrote since a time');
select is(social_private.hide_content('alice', 'Advertising', now() - interval '1 day'), 0,
  'a repeated call hides nothing');
select results_eq(
  $$
    select text from social_private.content where state = 'hidden by staff' order by text
  $$, $$values ('buy'), ('new')$$, 'older posts stay');
select social_tests.act_as('alice');
select is((select count(*)::integer from social.my_sanctions() where is_in_force), 2,
  'the author reads the reasons');
select social_tests.act_as_operator();
select is(social_private.show_content('alice', 'It is a quotation'), 2,
  'the operator shows the posts and comments again');
select is_empty($$select * from social_private.current_sanctions$$, 'nothing is hidden any more');
select throws_ok($$select social_private.moderate_person('ada', 'suspend', 'Fraud')$$,
  'PT409', 'last_administrator', 'the last administrator cannot be suspended');
select is_empty('select * from social_private.verify_counters()', 'the counters are right');

select * from finish();
rollback;
