use super::*;

#[test]
fn every_byte_of_every_length_is_looked_at() {
    for length in 0..70 {
        let mut text = vec![b'a'; length];
        assert_eq!(find(&text, |b| b.is(b'x')), None, "{length}");
        assert_eq!(find(&text, |b| !b.is(b'a')), None, "{length}");
        assert!(!any(&text, |b| !b.is(b'a')), "{length}");
        for at in 0..length {
            text[at] = b'x';
            assert_eq!(find(&text, |b| b.is(b'x')), Some(at), "{at} of {length}");
            assert_eq!(find_from(&text, at / 2, |b| b.is(b'x')), at, "{at} of {length}");
            assert_eq!(find_from(&text, at + 1, |b| b.is(b'x')), length, "{at} of {length}");
            assert_eq!(find(&text, |b| b.one_of(*b"xyz")), Some(at), "{at} of {length}");
            assert!(any(&text, |b| b.is(b'x')) && !any(&text, |b| b.is(0)), "{at} of {length}");
            text[at] = b'a';
        }
    }
}

#[test]
fn bits_are_where_bytes_are() {
    for length in 0..=BITS {
        for at in 0..length {
            let mut text = vec![b'a'; length];
            text[at] = b'x';
            let all = u64::MAX >> (BITS - length);
            assert_eq!(bits(&text, |b| [b.is(b'x'), !b.is(b'x')]), [1 << at, all & !(1 << at)], "{at} of {length}");
        }
        assert_eq!(bits(&vec![b'a'; length], |b| [b.is(0)]), [0]);
    }
}

#[test]
fn only_letters_have_a_case() {
    for length in [1, 7, 8, 9, 12, 15, 16, 17, 40] {
        for a in 0..=u8::MAX {
            for b in 0..=u8::MAX {
                let (mut one, mut other) = (vec![b'x'; length], vec![b'X'; length]);
                (one[length - 1], other[length - 1]) = (a, b);
                assert_eq!(same_ignoring_case(&one, &other), a.eq_ignore_ascii_case(&b), "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn a_byte_passes_a_test_by_itself() {
    for byte in 0..=u8::MAX {
        let holds = |test: fn(Block) -> Marks| test(Block::of(&[byte; 16])).bits() == 0xffff;
        assert_eq!(holds(|b| b.is(b'a')), byte == b'a');
        assert_eq!(holds(|b| b.one_of(*b"*<$")), b"*<$".contains(&byte));
        assert_eq!(holds(|b| b.within(b'a', b'z')), byte.is_ascii_lowercase());
        assert_eq!(holds(Block::letters), byte.is_ascii_alphabetic());
        assert_eq!(holds(|b| b.at_least(0x80)), byte >= 0x80);
        assert_eq!(holds(|b| b.below(b' ')), byte < b' ');
    }
}

#[test]
fn a_beginning_is_that_of_its_text() {
    let long = b"abcdefghijklmnopqrstuvwxyz";
    for length in 1..20 {
        let beginning = PrefixKey::of(&long[..length]).unwrap();
        for sent in 0..long.len() {
            let text = &long[..sent];
            assert_eq!(beginning.rest(word_at(text, 0), text), text.get(length..), "{length} {sent}");
        }
        let mut other = long[..length].to_vec();
        for at in 0..length {
            other[at] = b'.';
            assert_eq!(beginning.rest(word_at(&other, 0), &other), None, "{length} {at}");
            other[at] = long[at];
        }
    }
}

#[test]
fn a_front_has_the_ends_of_its_text() {
    let long = *b"abcdefghijklmnopqrstuvwxyz";
    for length in 0..20 {
        let (front, alone) = (ShortKey::of_front(&long, length), ShortKey::of(&long[..length]));
        assert_eq!(front, Some(alone), "{length}");
        let others = (0..20).filter(|other| *other != length).map(|other| ShortKey::of(&long[..other]));
        let mut few: Vec<_> = others.collect();
        assert!(!alone.is_among(&few), "{length}");
        few.push(alone);
        assert!(alone.is_among(&few), "{length}");
    }
    assert_eq!(ShortKey::of_front(&long[19..], 3), None);
}

#[test]
fn digits_are_counted() {
    for length in 0..20 {
        for byte in 0..=u8::MAX {
            let text = [&b"01234567890123456789"[..length], &[byte, b'x']].concat();
            assert_eq!(digits(&text), length + usize::from(byte.is_ascii_digit()), "{length} {byte}");
            assert_eq!(digits(&text[..length]), length);
        }
    }
}
