begin;
select plan(9);
select social_tests.person('alice');
create function pg_temp.kept(written text) returns text language sql
return (social.update_profile(bio => kept.written)).bio;

select social_tests.act_as('alice');
select is(pg_temp.kept(e'cafe\u0301'), 'café',
  'a letter and a combining accent are stored as one composed character (NFC)');
select is(
  pg_temp.kept(e'admin \u202egnp.exe\u202c \u2066x\u2069'), 'admin gnp.exe x',
  'characters that override the text direction are removed');
select is(pg_temp.kept(e'  \n\t a b \n '), 'a b',
  'spaces and line breaks at both ends of a text are removed');
select is(pg_temp.kept(e'one\r\ntwo\n\n\tthree'), e'one\ntwo\n\n\tthree',
  'line breaks are kept and stored as \n');
select is(
  pg_temp.kept('👩‍👩‍👧‍👦 नमस्ते שלום مرحبا 日本語 <b>"&\'';--%_'),
  '👩‍👩‍👧‍👦 नमस्ते שלום مرحبا 日本語 <b>"&\'';--%_',
  'letters of every script, joined emoji and punctuation are stored unchanged');
select is(
  pg_temp.kept(e'می\u200cخواهم'), e'می\u200cخواهم',
  'zero-width joiners inside a word are kept, because Persian needs them');
select is(
  pg_temp.kept(e'C++\u200e هو لغة\u061c! \u200f(אב)'), e'C++\u200e هو لغة\u061c! \u200f(אב)',
  'text direction marks are kept, because adjacent punctuation needs them');
select is(pg_temp.kept(''), null, 'an empty text is stored as null');
select is(pg_temp.kept(e' \n '), null, 'a text of spaces is stored as null');

select * from finish();
rollback;
