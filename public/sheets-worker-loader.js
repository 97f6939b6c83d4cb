// Starts the WebAssembly that writes and reads workbooks (crates/sheets).
"use strict";
importScripts("/sheets-worker.js");
wasm_bindgen({ module_or_path: "/sheets-worker_bg.wasm" });
