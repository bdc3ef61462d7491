begin;
select plan(6);
create function pg_temp.wrong(expectations text[])
  returns table (written text, expected text, names text) language sql as $$
  select each[1], each[2], names
  from generate_subscripts(wrong.expectations, 1) as i,
  lateral (select array[wrong.expectations[i][1], wrong.expectations[i][2]] as each) as pair,
  lateral (
    select coalesce(string_agg(username, ' ' order by "start"), '') as names
    from social_private.find_mentions(each[1])
  ) as actual
  where names <> each[2]
$$;

select is_empty($$select * from pg_temp.wrong(array[
  ['@alice', 'alice'], ['hi @alice!', 'alice'], ['(@alice)', 'alice'], ['"@alice"', 'alice'],
  [e'@alice\n@bob', 'alice bob'], ['-@alice', 'alice'], ['.@alice', 'alice'], ['@@alice', 'alice'],
  ['@alice,@bob', 'alice bob'], ['@alice''s', 'alice'], ['@alice-bob', 'alice'],
  ['@aliceさんへ', 'alice'], ['、@alice', 'alice'], ['🎉@alice🎉', 'alice'], ['＠alice', 'alice']
])$$, 'a username after an ASCII or full-width @ is a mention if no word directly precedes the @');
select is_empty($$select * from pg_temp.wrong(array[
  ['mail bob@example.com', ''], ['é@alice', ''], [e'e\u0301\u0323@alice', ''], ['я@alice', ''],
  ['안녕@alice', ''], [e'\u0915\u093f@alice', ''], ['1@alice', ''], ['_@alice', ''],
  ['https://example.com/@alice', ''], ['?to=@alice', ''], ['@alice@bob', 'alice']
])$$, 'an @ directly after a letter, mark, digit, underscore, / or = does not begin a mention');
select is_empty($$select * from pg_temp.wrong(array[
  ['@alice.', 'alice'], ['@alice...', 'alice'], ['@a.l.ice.', 'a.l.ice'],
  ['@alice.bob', 'alice.bob']
])$$, 'a dot at the end of a mention is not part of the username');
select is_empty($$select * from pg_temp.wrong(array[
  ['@a', ''], ['@ab', ''], ['@abc', 'abc'], ['@123', ''], ['@1st', '1st'], ['@_bad', ''],
  ['@bad_', ''], ['@.bad', ''], ['@', ''], ['@@@', ''], ['@ alice', ''], ['@алиса', ''],
  ['@' || repeat('x', 30), repeat('x', 30)], ['@' || repeat('x', 31), '']
])$$, 'an @ before text that is no valid username does not begin a mention');
select is_empty($$select * from pg_temp.wrong(array[
  ['@Bob @alice @BOB @bob @Alice', 'Bob alice BOB bob Alice']
])$$, 'each mention of a username is found, in order and as written');
select is_empty(
  'select * from social_private.find_mentions(null)', 'find_mentions finds no mention in null');

select * from finish();
rollback;
