#![no_main]

use libfuzzer_sys::fuzz_target;
use reqlint_formats::Format;

fuzz_target!(|text: &[u8]| {
    let format = if text.starts_with(b"{") { Format::Ndjson } else { Format::Http };
    reqlint_fuzz::fix(format, text);
});
