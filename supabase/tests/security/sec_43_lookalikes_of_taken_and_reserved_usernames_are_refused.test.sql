begin;
select plan(4);
select social_tests.person('alice');
select social_tests.login('newcomer');
create temp view doubles as
select name from unnest(array[
  -- These are lookalikes of reserved usernames.
  'Admin', 'ADMIN', 'adm1n', 'a.d.m.i.n', 'admın', 'аdmin', 'ａdmin', e'adm\u200bin', e'adm\u00adin',
  e'\ufeffadmin', e'admin\u200d', e'a\u0301dmin', 'ádmin', 'admin.', '.admin', '𝐚𝐝𝐦𝐢𝐧', 'ⓐdmin',
  'ADMİN', 'ſupport', 'ﬁ.admin', e'\u202enimda', 'me', 'null', 'rpc', '..', repeat('a', 31), '💩💩💩',
  -- These are lookalikes of a taken username.
  'Alice', 'a1ice', 'al1ce', 'alic3', 'a.lice', 'a_l_i_c_e', 'аlice', 'aliсe', 'alicе', 'ａｌｉｃｅ',
  e'ali\u200cce', e'alice\u034f', 'αlice', 'aꓲice', 'alíce', 'aliᴄe', 'ⅼalice', 'alⅰce', e'alice\n'
]) as name;
grant select on doubles to anon, authenticated;

select social_tests.remember();
select is_empty(
  $$
    select name, outcome from doubles,
    lateral (select social_tests.outcome(
      format('select social_tests.person(%L)', name)) as outcome) as done
    where outcome !~ '^PT(422|409)'
  $$,
  'SEC-43 nobody can sign up with a lookalike of a reserved or taken username');
select social_tests.act_as('newcomer');
select is_empty(
  $$
    select name, outcome from doubles,
    lateral (select social_tests.outcome(
      format('select social.create_profile(%L)', name)) as outcome) as done
    where outcome !~ '^PT(422 username_invalid|409 username_taken) '
  $$,
  'SEC-43 nobody can create a profile with a lookalike of a reserved or taken username');
select social_tests.act_as_anon();
select is_empty(
  $$select name from doubles where social.check_username(name) = 'available'$$,
  'SEC-43 check_username returns available for no lookalike of a reserved or taken username');
select ok(social_tests.is_unchanged(), 'SEC-43 refused usernames change no row');

select * from finish();
rollback;
