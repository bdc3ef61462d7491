begin;
select plan(8);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
create function pg_temp.is_muted() returns boolean language sql security definer
return social_private.is_muted_text(
  social_private.muted_pattern(social_tests.id('alice')), 'a spoiler');

select social_tests.act_as('bob'), social.mute_word('spoiler');
select ok(not pg_temp.is_muted(), 'a word that somebody else mutes is not muted');
select social_tests.act_as('alice'), social.mute_word('spoiler', now() + interval '1 hour');
select ok(pg_temp.is_muted(), 'a word is muted before the end of its mute');
select social_tests.let_pass('59 minutes');
select social.mute_word('Spoiler', now() + interval '2 hours');
select is((select count(*) from social.muted_words() where display = 'spoiler'), 1::bigint,
  'a repeated mute of a word changes only the end');
select social_tests.let_pass('1 hour');
select ok(pg_temp.is_muted(), 'the repeated mute replaces the end');
select social_tests.let_pass('1 hour');
select ok(not pg_temp.is_muted(), 'a word is not muted after the end of its mute');
select is_empty('select social.muted_words()', 'an expired mute is not listed');
select social.mute_word('SPOILER');
select is((select display from social.muted_words()), 'SPOILER',
  'a word that is muted again after the end is a new mute');
select social.mute_word('other', now() + interval '1 hour'), social_tests.let_pass('2 hours');
select social.mute_word('third');
select social_tests.act_as_operator();
select is((select array_agg(display order by display) from social_private.muted_words),
  array['SPOILER', 'spoiler', 'third'], 'muting a word deletes the expired mutes of the person');

select * from finish();
rollback;
