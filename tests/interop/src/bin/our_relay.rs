//! Our relay as a program for tests: `our_relay PORT FOLDER`; prints its port.
#![allow(clippy::unwrap_used, reason = "a test's program fails by panicking")]

use std::path::PathBuf;
use std::time::Duration;

use relay::limits::Limits;
use relay::{Config, start};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let port: u16 = arguments.next().unwrap().parse().unwrap();
    let data = PathBuf::from(arguments.next().unwrap());
    let config = Config {
        listen: ([127, 0, 0, 1], port).into(),
        tls: None,
        data,
        app: None,
        origins: Vec::new(),
        limits: Limits::default(),
        commit_delay: Duration::ZERO,
    };
    let relay = start(&config).await.unwrap();
    println!("{}", relay.address().port());
    std::future::pending::<()>().await;
}
