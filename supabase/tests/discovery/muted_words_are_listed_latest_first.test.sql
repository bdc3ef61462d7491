begin;
select plan(7);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.act_as('alice');
select is(
  (select row(word, display, expires_at, created_at is null, cursor)::text
    from social.mute_word('  Red   Wine ')),
  '("red wine","Red Wine",,f,)', 'mute_word returns the word as written and its key');
select is((social.mute_word('#Café')).word, '#cafe', 'the key of a hashtag is that of its page');
select social.mute_word('word ' || n) from generate_series(1, 3) as n;
select is(
  social_tests.walk('select word as item, cursor from social.muted_words(%L, 1)'),
  array['word 3', 'word 2', 'word 1', '#cafe', 'red wine'],
  'the pages of muted_words list every muted word, latest first');
select set_config('my.cursor', (select cursor from social.muted_words() limit 1), true);
select social_tests.act_as('bob');
select throws_ok('select social.muted_words(current_setting(''my.cursor''))',
  'PT400', 'cursor_invalid', 'nobody else can use a cursor of the list');
select is_empty('select social.muted_words()', 'nobody else gets the words');
select social_tests.act_as('alice');
select is(
  (select array_agg(row(word, created_at)::text) from (
    select (social.unmute_word('RED wine')).* from generate_series(1, 2)) as twice),
  array['("red wine",)', '("red wine",)'],
  'unmute_word takes every spelling, and a repeat returns the same');
select is((select array_agg(word) from social.muted_words()),
  array['word 3', 'word 2', 'word 1', '#cafe'], 'an unmuted word is not listed');

select * from finish();
rollback;
