#![no_main]

libfuzzer_sys::fuzz_target!(
    init: six_cartes_fuzz::let_automerge_panic(),
    |input: &[u8]| six_cartes_fuzz::bodies::backup_file(input)
);
