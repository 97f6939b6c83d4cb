#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| six_cartes_fuzz::bodies::document_read(input));
