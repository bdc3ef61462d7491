begin;
select plan(2);

select is_empty(
  $$
    select written, expected, social_private.fold_text(written) from (values
      ('At The SEA, ok?', 'at the sea, ok?'), ('Ｔag  Café Straße', 'tag  cafe strasse'),
      ('Ελλάδα ΟΔΟΣ', 'ελλαδα οδοσ'), ('мой Ёлка', 'мой ёлка'), ('ｶﾞ が', 'ガ が'), ('İI', 'ii'),
      (e's\u200be\u00ada\u200d', 'sea'), ('🌊 #Sea', '🌊 #sea'), ('', '')
    ) as examples (written, expected)
    where social_private.fold_text(written) <> expected
  $$,
  'fold_text removes case, width, invisible characters and the accents of Latin and Greek');
select is_empty(
  $$
    select chr(code) from generate_series(65, 69999) as code
    where code not between 55296 and 57343
      and social_private.fold_text(social_private.fold_text(chr(code)))
        <> social_private.fold_text(chr(code))
  $$,
  'folding a folded text changes nothing');

select * from finish();
rollback;
