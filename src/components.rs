//! What pages are made of: one thing shown per file, values in and intents out.
