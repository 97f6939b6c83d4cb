//! `samod` as a server program: `samod_server PORT FOLDER`; prints its port.
#![allow(clippy::unwrap_used, reason = "a test's program fails by panicking")]

use std::path::PathBuf;

use interop::samod_peer;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().unwrap().parse().unwrap();
    let folder = PathBuf::from(arguments.next().unwrap());
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    samod_peer::serve(listener, samod_peer::keeper(&folder).await).await;
}
