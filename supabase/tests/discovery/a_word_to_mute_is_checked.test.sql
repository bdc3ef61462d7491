begin;
select plan(9);
select social_tests.person('alice');
update social_private.config set muted_words_max = 2;
select social_tests.act_as('alice');
create function pg_temp.error(word text, expires_at timestamptz default null) returns text
  language sql
return split_part(social_tests.outcome(
  format('select social.mute_word(%L, %L)', word, expires_at)), ' ', 2);
select is(pg_temp.error(null), 'word_empty', 'a word is required');
select is(pg_temp.error(e' \n '), 'word_empty', 'a blank is no word');
select is(pg_temp.error(repeat('é', 101)), 'word_too_long', 'a word has at most 100 characters');
select is(pg_temp.error(e'a\x01b'), 'text_invalid', 'a word has no control characters');
select is(pg_temp.error('a', now()), 'expires_at_invalid', 'a mute ends in the future');
select is(pg_temp.error('a', 'infinity'), 'expires_at_invalid', 'a mute ends at a time');
select is(split_part(social_tests.outcome('select social.unmute_word('' '')'), ' ', 2), 'word_empty',
  'unmute_word requires a word');
select social.mute_word(repeat('é', 100)), social.mute_word('b');
select is(pg_temp.error('c'), 'muted_words_too_many',
  'a person mutes at most muted_words_max words');
select is(pg_temp.error('B', '2100-01-01'), 'rows', 'the end of a muted word can still be changed');

select * from finish();
rollback;
