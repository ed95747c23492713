//! Near names: what was probably meant.

/// The known name nearest to `name`: at most a third of its letters differ, and never more than three.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let close = |k: &'a str| {
        if k.len().abs_diff(name.len()) > limit {
            return None;
        }
        distance_within(&name.to_lowercase(), &k.to_lowercase(), limit).map(|distance| (distance, k))
    };
    known.into_iter().filter_map(close).min().map(|(_, k)| k)
}

/// `did you mean …?` for the nearest name, else the names there are.
#[must_use]
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(name, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    known.sort_unstable();
    known.dedup();
    match known.len() {
        0 => None,
        1..=24 => Some(format!("known here: {}", known.join(", "))),
        _ => Some("no known name is similar".to_owned()),
    }
}

/// How many typing errors turn one text into another, if at most `most`: a letter more or less, another one,
/// or two that changed places (optimal string alignment).
pub(crate) fn distance_within(a: &str, b: &str, most: usize) -> Option<usize> {
    // what both begin or end with doesn't count, and mostly little else is left
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum::<usize>();
    let (a, b) = (a.get(common..)?, b.get(common..)?);
    let common = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y);
    let common = common.map(|(x, _)| x.len_utf8()).sum::<usize>();
    let (a, b) = (a.get(..a.len() - common)?, b.get(..b.len() - common)?);
    let distance = match (a.chars().count(), b.chars().count()) {
        (left, other) if left.abs_diff(other) > most => return None,
        (0, other) | (other, 0) => other,
        (1, 1) => 1,
        _ => strsim::osa_distance(a, b),
    };
    (distance <= most).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_changes_no_distance() {
        let letters = ['a', 'b', 'c', 'ä'];
        let text = |mut number: usize| {
            let mut text = String::new();
            while number > 0 {
                text.push(letters[number % 5 % 4]);
                number /= 5;
            }
            text
        };
        for (a, b) in (0..400).flat_map(|a| (0..3_125).step_by(7).map(move |b| (a, b))) {
            let (a, b) = (text(a), text(b));
            let whole = strsim::osa_distance(&a, &b);
            for most in 0..=3 {
                assert_eq!(distance_within(&a, &b, most), (whole <= most).then_some(whole), "{a} {b}");
            }
        }
    }

    #[test]
    fn finds_typing_errors_and_nothing_else() {
        let known = ["header", "syntax", "ignore-case"];
        assert_eq!(nearest("heder", known), Some("header"));
        assert_eq!(nearest("syntaks", known), Some("syntax"));
        assert_eq!(nearest("ignorecase", known), Some("ignore-case"));
        assert_eq!(nearest("colour", known), None);
    }
}
