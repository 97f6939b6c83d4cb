//! `cargo xtask help`.

/// What can be typed, in the order of a first day.
pub const TEXT: &str = "\
cargo xtask run [--port N] [--listen ADDR] [--data DIR] [--contract DIR]
    install what is missing, build, and serve the app on http://127.0.0.1:8080
cargo xtask test [STEP...]
    everything that CI runs, or the named steps; --list names them
cargo xtask build [--contract DIR]
    the app alone, in dist/; for the contract of a folder, else that of data/annemasse
cargo xtask bench [document|sync|browser|size]
    measure what the budgets promise
cargo xtask simulate [--seeds N] [--from SEED]
    tablets and relays under every failure, thousands of times; the tests run 500
cargo xtask contract --check [DIR] | --json [DIR] | --document-id [DIR]
    check the contract's files, print them as JSON, print the document's address
cargo xtask contract --new DIR
    write an empty, commented set of files for another contract
cargo xtask contract --genesis DIR [--check] [--replace]
    check the files of a folder and write what its document starts from beside them
cargo xtask genesis [--check] [--replace]
    write the document's first change from the contract's files, or compare it
cargo xtask service-worker
    called by Trunk after each build: write sw.js
cargo xtask help
    this text

Tools are kept in $SIX_CARTES_TOOLS, else in six-cartes/tools of the user's cache.";
