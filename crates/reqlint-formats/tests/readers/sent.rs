//! Command lines beside what the real curl sent for them: `tests/sent`.

use crate::shown;
use reqlint_formats::Format;
use reqlint_formats::convert::{Converter, Target};
use reqlint_formats::read::Source;
use std::io;

#[test]
fn commands_are_read_as_their_programs_send_them() {
    for (name, text) in shown::files("tests/sent", "txt") {
        let text = String::from_utf8(text).unwrap();
        let format = Format::named(name.split('-').next().unwrap()).unwrap();
        let least = if format == Format::Curl { 300 } else { 50 };
        let mut lines = text.lines().peekable();
        let (mut compared, mut wrong) = (0, Vec::new());
        while let Some(command) = lines.next() {
            if command.is_empty() || command.starts_with('#') {
                continue;
            }
            let mut sent = Vec::new();
            while let Some(line) = lines.next_if(|line| line.starts_with("| ")) {
                sent.push(unescaped(&line[2..]));
            }
            let refused = lines.next_if(|line| line.starts_with("! "));
            let read = read(format, &command.replace('⏎', "\n"));
            compared += 1;
            let is_right = match refused {
                Some(_) => read.as_ref().is_err(),
                None => read.as_ref() == Ok(&sent),
            };
            if !is_right {
                wrong.push(format!("{command}\n  sent {sent:?} {refused:?}\n  read {read:?}"));
            }
        }
        assert!(compared > least, "{name}: {compared}");
        assert!(wrong.is_empty(), "{name}: {} of {compared}\n{}", wrong.len(), wrong.join("\n"));
    }
}

/// The bytes of each request, or why there is none.
fn read(format: Format, command: &str) -> Result<Vec<String>, String> {
    let files = |name: &str| match name {
        "x.txt" | "./x.txt" => Ok(b"one\ntwo\n".to_vec()),
        "x.bin" | "y.bin" | "x y.txt" => Ok(format!("line one of {name}\nline two & more\n").into_bytes()),
        "x.json" => Ok(b"{\"z\": 1}\n".to_vec()),
        _ => Err(io::Error::from(io::ErrorKind::NotFound)),
    };
    let source = Source { files: Some(&files), is_exact: true, ..Source::default() };
    let mut sent = Vec::new();
    format.read::<String>(source, command.as_bytes(), &mut |result| {
        let record = result.map_err(|error| error.message)?;
        let bytes = Converter::new(Target::Http).add(&record)?;
        sent.push(bytes.strip_prefix(b"\n###\n").unwrap_or(&bytes).iter().map(|b| char::from(*b)).collect());
        Ok(())
    })?;
    Ok(sent)
}

/// `\r`, `\n`, `\t`, `\\` and `\xNN` undone; a byte is the character of its number.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        out.push(match (c, c == '\\') {
            (_, true) => match rest.next().unwrap() {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                'x' => {
                    let digits: String = rest.by_ref().take(2).collect();
                    char::from(u8::from_str_radix(&digits, 16).unwrap())
                }
                other => other,
            },
            (c, false) => c,
        });
    }
    out
}
