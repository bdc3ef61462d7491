begin;
select plan(9);
select social_tests.person('alice');
create function pg_temp.length_kept(written text) returns integer language sql
return char_length((social.update_profile(bio => length_kept.written)).bio);

select social_tests.act_as('alice');
select is(pg_temp.length_kept(repeat('x', 300)), 300, 'a bio of 300 letters is accepted');
select is(pg_temp.length_kept(repeat('é', 300)), 300,
  'an accented letter of two bytes counts as one character');
select is(pg_temp.length_kept(repeat('💛', 300)), 300,
  'an emoji of four bytes counts as one character');
select is(
  pg_temp.length_kept(repeat(e'e\u0301', 300)), 300,
  'a letter with a combining accent counts as one character');
select is(
  pg_temp.length_kept('   ' || repeat('x', 300) || e'\n\n'), 300,
  'spaces and line breaks at both ends do not count towards the length');
select is_empty(
  $$
    select left(text, 10), outcome
    from unnest(array[
      repeat('x', 301), repeat('💛', 301), repeat('x', 10000000), e'x' || repeat(e'\u0301', 300),
      'x' || repeat(' ', 4800)
    ]) as text,
    social_tests.outcome(format('select social.update_profile(bio => %L)', text)) as outcome
    where outcome !~ '^PT422 bio_too_long The bio is too long. At most 300 characters\.$'
  $$,
  'a bio of more than 300 characters of any kind is refused with bio_too_long');
select is_empty(
  $$
    select call, outcome
    from unnest(array[
      'display_name => repeat(''x'', 51)', 'display_name => repeat(''💛'', 51)',
      'website => ''https://x.example/'' || repeat(''x'', 200)'
    ]) as call,
    social_tests.outcome(format('select social.update_profile(%s)', call)) as outcome
    where outcome !~ '^PT422 (display_name|website)_too_long '
  $$,
  'display_name and website each have their own maximum length and error');
select is(
  char_length((social.update_profile(repeat('💛', 50))).display_name), 50,
  'a display name of 50 emoji is accepted');
select throws_ok(
  format('select social.profile_search(%L)', repeat('💛', 101)), 'PT422', 'query_too_long',
  'a search query of 101 emoji is refused');

select * from finish();
rollback;
