begin;
select plan(9);
select social_tests.person('alice');
create function pg_temp.kept(written text) returns text language sql
return (social.update_profile(bio => kept.written)).bio;

select social_tests.act_as('alice');
select is(pg_temp.kept(e'cafe\u0301'), 'café', 'a letter and its accent become one (NFC)');
select is(
  pg_temp.kept(e'admin \u202egnp.exe\u202c \u2066x\u2069'), 'admin gnp.exe x',
  'marks that turn the direction of a text are taken out');
select is(pg_temp.kept(e'  \n\t a b \n '), 'a b', 'blanks at the ends are taken off');
select is(pg_temp.kept(e'one\r\ntwo\n\n\tthree'), e'one\ntwo\n\n\tthree', 'lines stay lines');
select is(
  pg_temp.kept('👩‍👩‍👧‍👦 नमस्ते שלום مرحبا 日本語 <b>"&\'';--%_'),
  '👩‍👩‍👧‍👦 नमस्ते שלום مرحبا 日本語 <b>"&\'';--%_',
  'every script, joined emoji and punctuation stay as they are');
select is(
  pg_temp.kept(e'می\u200cخواهم'), e'می\u200cخواهم',
  'joiners inside a word stay: Persian needs them');
select is(
  pg_temp.kept(e'C++\u200e هو لغة\u061c! \u200f(אב)'), e'C++\u200e هو لغة\u061c! \u200f(אב)',
  'and marks of direction, which settle where a sign of no direction belongs');
select is(pg_temp.kept(''), null, 'an empty text is none');
select is(pg_temp.kept(e' \n '), null, 'nor are blanks');

select * from finish();
rollback;
