//! `cargo xtask run`: everything that is missing, then the relay with the app.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use crate::app_build;
use crate::failure::{Failure, Outcome};
use crate::process::become_program;
use crate::relay;
use crate::tools::Tools;
use crate::workspace::Workspace;

const PORT: u16 = 8080;

/// What may be asked of `run`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunOptions {
    /// `--port`: port, on the loopback address unless `listen` says another.
    pub port: Option<u16>,
    /// `--listen`: address, with or without a port.
    pub listen: Option<String>,
    /// `--data`: folder of the relay's data, from the current folder; `var` of the
    /// workspace without it.
    pub data: Option<PathBuf>,
}

/// Builds what changed and becomes the relay.
///
/// # Errors
/// When the address cannot be used, or a step before the start fails.
pub fn run(workspace: &Workspace, options: &RunOptions) -> Outcome {
    let address = address_of(options)?;
    ensure_free(address)?;
    let tools = Tools::find(workspace)?;
    app_build::ensure_built(workspace, &tools)?;
    let relay = relay::ensure_built(workspace, &tools)?;
    let data = match &options.data {
        Some(data) => std::path::absolute(data)
            .map_err(|error| Failure::file("find the folder", data, &error))?,
        None => workspace.root.join("var"),
    };
    println!(
        "Starting the relay on http://{address} with its data in {}.",
        data.display()
    );
    println!("Ctrl-C stops it; nothing is lost.");
    let mut command = tools.programs.command(relay);
    command
        .arg("serve")
        .args(["--listen", &address.to_string()])
        .arg("--data")
        .arg(data)
        .arg("--app")
        .arg(workspace.dist());
    become_program(&mut command)
}

fn address_of(options: &RunOptions) -> Outcome<SocketAddr> {
    let port = options.port.unwrap_or(PORT);
    let Some(listen) = &options.listen else {
        return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    };
    if let Ok(address) = listen.parse::<IpAddr>() {
        return Ok(SocketAddr::new(address, port));
    }
    let address = listen.parse::<SocketAddr>().map_err(|_| {
        Failure::new(format!("`{listen}` is not an address"))
            .try_next("cargo xtask run --listen 127.0.0.1:8080")
    })?;
    if options.port.is_some_and(|port| port != address.port()) {
        return Err(Failure::new(format!(
            "--listen {listen} and --port {port} name two ports"
        ))
        .try_next(format!("cargo xtask run --listen {}:{port}", address.ip())));
    }
    Ok(address)
}

/// Finds out before building that the relay could not start.
fn ensure_free(address: SocketAddr) -> Outcome {
    let Err(error) = TcpListener::bind(address) else {
        return Ok(());
    };
    let port = address.port();
    Err(match error.kind() {
        ErrorKind::AddrInUse => Failure::new(format!(
            "port {port} of {} is taken by another program, perhaps a relay that still runs",
            address.ip()
        ))
        .try_next(format!(
            "stop that program, or choose another port: cargo xtask run --port {}",
            port.checked_add(1).unwrap_or(PORT)
        )),
        ErrorKind::PermissionDenied => {
            Failure::new(format!("this account may not listen on port {port}"))
                .try_next("cargo xtask run --port 8080")
        }
        ErrorKind::AddrNotAvailable => Failure::new(format!(
            "{} is not an address of this machine",
            address.ip()
        ))
        .try_next("cargo xtask run --listen 127.0.0.1:8080"),
        _ => Failure::new(format!("cannot listen on {address}: {error}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(port: Option<u16>, listen: Option<&str>) -> RunOptions {
        RunOptions {
            port,
            listen: listen.map(str::to_owned),
            data: None,
        }
    }

    #[test]
    fn port_and_listen_make_one_address() {
        let address = |port, listen| {
            address_of(&options(port, listen))
                .map_or_else(|failure| failure.to_string(), |address| address.to_string())
        };
        assert_eq!(address(None, None), "127.0.0.1:8080");
        assert_eq!(address(Some(9000), None), "127.0.0.1:9000");
        assert_eq!(address(None, Some("0.0.0.0")), "0.0.0.0:8080");
        assert_eq!(address(Some(9000), Some("::1")), "[::1]:9000");
        assert_eq!(address(None, Some("0.0.0.0:81")), "0.0.0.0:81");
        assert!(address(Some(1), Some("0.0.0.0:81")).contains("two ports"));
        assert!(address(None, Some("nowhere")).contains("not an address"));
    }

    #[test]
    fn a_taken_port_is_named_with_another_to_try() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = taken.local_addr().expect("an address");
        let failure = ensure_free(address).expect_err("it is taken").to_string();
        assert!(failure.contains(&address.port().to_string()), "{failure}");
        assert!(failure.contains("--port"), "{failure}");
    }
}
