begin;
select plan(5);
select social_tests.person('alice');
select social_tests.act_as('alice');
select social.update_profile(bio => 'hello') is not null;

create temp view attempts as
select
  codes, social_tests.outcome(format('select social.update_profile(bio => %L)', text)) as outcome
from unnest(array[
  '200b', '200b 200c 200d', 'ad', '2800', '3164', '115f 1160', 'feff', '2060', '180e', '200e 200f',
  '180b 180d 180f', 'e0001 e0061 e007f', 'e0100', '1bca0', '1d173', 'fff9 fffb', 'fe0f', '34f',
  '61c', '202e 200b 202c', 'a0', '3000', 'ffa0', '17b4', '2061 2064'
]) as codes,
lateral (
  select string_agg(chr(('x' || lpad(code, 8, '0'))::bit(32)::integer), '') as text
  from unnest(string_to_array(codes, ' ')) as code
) as written;
select social_tests.remember();
select is_empty(
  $$select * from attempts where outcome !~ '^PT422 text_invalid'$$,
  'a text of only invisible characters, such as zero-width spaces, is refused');
select is_empty(
  $$
    select code from generate_series(1, 159) as code
    where (code < 32 or code > 126) and code not in (9, 10)
      and social_tests.outcome(format('select social.update_profile(bio => %L)',
        'a' || chr(code) || 'b')) !~ '^PT422 text_invalid'
  $$,
  'a text with a control character other than line break and tab is refused');
select matches(
  social_tests.outcome(format('select social.update_profile(bio => %L)', e'a\u0007')),
  'See bio\.$', 'the hint of text_invalid contains the name of the field');
select is(
  (social.my_profile()).bio, 'hello', 'a refused text does not change the bio');
select is(
  (social.update_profile(bio => e'\u200ba')).bio, e'\u200ba',
  'a text with an invisible character and a letter is accepted');

select * from finish();
rollback;
