begin;
select plan(3);
-- The texts have ten times the maximum length. A parser with quadratic time would take minutes.
create temp table texts as
select left(repeat(unit, 22000), 22000) as written
from unnest(array[
  '#', '@', '#a', '@a', '#a ', '@abc ', 'a', 'a.', '/#', '/@', '&#', '://', 'a://', 'www.', '@.',
  '＃＠', '#ﷺ', e'#\u0301', e'#a\u0301', e'a\u200d', e'\u0301', e'\u0301\u200d', e'\u200b', ' ', '_',
  'a·', '#a·', 'あ・', 'あ゛・', '#あ・', 'א"', 'א׳־', '"', '·', '・', 'བ་', e'བ\u0f71\u0f72་', 'あ@abc', 'あ#',
  e'\u0301·', '🌊#', '#https://a.b '
]) as unit;
set local statement_timeout = '20s';

select lives_ok(
  $$
    select social_private.find_mentions(text) from texts,
    lateral unnest(array[written, 'x' || written || '@', '@' || written || '#']) as text
  $$,
  'SEC-45 finding mentions in hostile texts takes less than 20 seconds');
select lives_ok(
  $$
    select social_private.find_hashtags(text) from texts,
    lateral unnest(array[
      written, 'x' || written || '@', '#' || written || '@', '#' || written || '·a'
    ]) as text
  $$,
  'SEC-45 finding hashtags in hostile texts takes less than 20 seconds');
select lives_ok(
  $$
    select social_tests.outcome(
      format('select social_private.clean_text(%L, ''caption'', 22000)', written))
    from texts
  $$,
  'SEC-45 cleaning hostile texts takes less than 20 seconds');

select * from finish();
rollback;
