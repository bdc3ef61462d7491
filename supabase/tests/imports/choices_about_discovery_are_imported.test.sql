begin;
select plan(19);
select social_tests.person(name) from unnest(array['alice', 'bob', 'blocker']) as name;
select social_tests.block('blocker', 'alice');
update social_private.config set hashtag_follows_max = 2, muted_words_max = 2;

create function pg_temp.import(kind text, item jsonb) returns text language sql
return (
  select coalesce(problems #>> '{0,code}', (imported_count, existing_count)::text)
  from social.import_items(social_tests.id('alice'), import.kind, jsonb_build_array(
    '{"created_at": "2020-01-01"}'::jsonb || import.item)));
create function pg_temp.choose(item jsonb, other text default null) returns text language sql
return pg_temp.import('discovery', choose.item || case when choose.other is null then '{}'
  else jsonb_build_object('profile', jsonb_build_object('id', social_tests.id(choose.other))) end);

select social_tests.act_as_service();
select is(pg_temp.choose('{"kind": "hashtag", "hashtag": "sea"}'), '(1,0)',
  'a followed hashtag is imported');
select is(pg_temp.choose('{"kind": "hashtag", "hashtag": "Sea"}'), '(0,1)',
  'a followed hashtag is imported once');
select is(pg_temp.choose('{"kind": "hashtag"}'), 'hashtag_invalid',
  'a hashtag without a letter is refused');
select is(pg_temp.choose('{"kind": "hashtag", "hashtag": "sky"}'), '(1,0)',
  'as many hashtags are imported as a person may follow');
select is(pg_temp.choose('{"kind": "hashtag", "hashtag": "sun"}'), 'hashtag_follows_too_many',
  'a hashtag beyond the maximum is refused');
select is(pg_temp.choose('{"kind": "muted_word", "word": "Rain"}'), '(1,0)',
  'a muted word is imported');
select is(pg_temp.choose('{"kind": "muted_word", "word": "rain"}'), '(0,1)',
  'a muted word is imported once');
select is(pg_temp.choose('{"kind": "muted_word", "word": " "}'), 'word_empty',
  'an empty word is refused');
select pg_temp.choose('{"kind": "muted_word", "word": "snow", "expires_at": "2999-01-01"}');
select is(pg_temp.choose('{"kind": "muted_word", "word": "wind"}'), 'muted_words_too_many',
  'a word beyond the maximum is refused');
select is(pg_temp.choose('{"kind": "dismissed_suggestion"}', 'bob'), '(1,0)',
  'a dismissed suggestion is imported');
select is(pg_temp.choose('{"kind": "dismissed_suggestion"}', 'blocker'), 'profile_not_found',
  'a dismissed suggestion of a person whom the importing person may not see is refused');
select is(
  pg_temp.choose('{"kind": "show_less", "of": "author", "expires_at": "2999-01-01"}', 'bob'),
  '(1,0)', 'what the feed For You shows less of is imported');
select is(
  pg_temp.choose('{"kind": "show_less", "of": "author", "expires_at": "2999-01-01"}', 'blocker'),
  'profile_not_found', 'an author whom the importing person may not see is refused');
select is(
  pg_temp.choose('{"kind": "show_less", "of": "mood", "reason": "bad", "expires_at": "2999-01-01"}'),
  'import_invalid', 'showing less of an unknown thing is refused');
select is(pg_temp.choose('{"kind": "poke"}'), 'import_invalid', 'an unknown kind is refused');
select is(pg_temp.import('profile', '{"feed_weights": {"liked": 4}, "is_discoverable": false}'),
  '(1,0)', 'the weights and the setting are imported with the profile');
select is(pg_temp.import('profile', '{"feed_weights": {"liked": 11}}'), 'import_invalid',
  'a weight above 10 is refused');
select social_tests.act_as('alice');
select is((social.feed_weights()).liked, 4.00, 'imported weights apply');
select social_tests.act_as_operator();
select is(
  (select expires_at from social_private.feed_dampers), now() + interval '30 days',
  'an import shows less of an author for at most 30 days');

select * from finish();
rollback;
