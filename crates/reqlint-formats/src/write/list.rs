//! Items written one after the other: as JSON, or as texts with a blank line between them.

/// A JSON value if there is exactly one item, else a list. The first item waits until it is known whether another follows.
#[derive(Debug, Default)]
pub(super) struct JsonList {
    count: usize,
    first: Option<String>,
}

impl JsonList {
    pub(super) fn add(&mut self, item: String, out: &mut String) {
        self.count += 1;
        if self.count == 1 {
            self.first = Some(item);
            return;
        }
        out.extend(self.first.take().map(|first| format!("[\n{first}")));
        *out += &format!(",\n{item}");
    }

    pub(super) fn finish(self, out: &mut String) {
        match self.first {
            Some(only) => *out += &(only + "\n"),
            None if self.count == 0 => *out += "[]\n",
            None => *out += "\n]\n",
        }
    }
}

/// Texts with a blank line between them.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    has_written: bool,
}

impl Paragraphs {
    pub(super) fn add(&mut self, text: &str, out: &mut String) {
        if std::mem::replace(&mut self.has_written, true) {
            out.push('\n');
        }
        *out += text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_item_is_not_a_list() {
        for (items, written) in [(&[][..], "[]\n"), (&["1"], "1\n"), (&["1", "2", "3"], "[\n1,\n2,\n3\n]\n")] {
            let (mut list, mut out) = (JsonList::default(), String::new());
            items.iter().for_each(|item| list.add((*item).to_owned(), &mut out));
            list.finish(&mut out);
            assert_eq!(out, written);
        }
    }
}
