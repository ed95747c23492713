#![no_main]

use libfuzzer_sys::fuzz_target;
use reqlint_formats::Format;

fuzz_target!(|text: &[u8]| reqlint_fuzz::input(Format::Wiremock, text));
