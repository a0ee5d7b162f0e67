//! The peer: nginx, serving from files the very bytes our server answers with, in the best settings found for it.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use super::load::Asked;
use super::server::Server;
use crate::fault::{Fault, Result};
use crate::run::find_program;

/// Headers nginx makes itself, or that belong to one answer only.
const ITS_OWN: [&str; 11] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "etag",
    "keep-alive",
    "last-modified",
    "server",
    "transfer-encoding",
    "vary",
];

/// Writes what our server answers under `folder`, plain and gzipped, and starts nginx on it. Returns it with the same
/// requests as it has to be asked them: a file's name ends in what kind it is.
///
/// # Errors
/// When a page is not to be had or nginx does not start.
pub fn beside(ours: &Server, folder: &Path, asked: &[Asked]) -> Result<(Server, Vec<Asked>)> {
    let program = find_program("nginx")
        .or_else(|| {
            Some("/usr/sbin/nginx".into()).filter(|file: &std::path::PathBuf| file.is_file())
        })
        .ok_or_else(|| Fault::new("nginx is missing: run `cargo xtask bench setup`"))?;
    let root = folder.join("pages");
    let mut client = ours.client();
    let mut files = Vec::with_capacity(asked.len());
    let mut headers = Vec::new();
    for one in asked {
        let plain = client.get(&one.path, &[("Accept-Encoding", "identity")])?;
        let packed = client.get(&one.path, &[("Accept-Encoding", "gzip")])?;
        let name = match one.path.as_str() {
            "/" => "/front.html".to_owned(),
            path if path.ends_with(".xml") => path.to_owned(),
            path => format!("{path}.html"),
        };
        let file = root.join(name.trim_start_matches('/'));
        let parent = file.parent().unwrap_or(&root);
        let write = |file: &Path, bytes: &[u8]| {
            fs::write(file, bytes)
                .map_err(Fault::during(format!("cannot write {}", file.display())))
        };
        fs::create_dir_all(parent).map_err(Fault::during("cannot make folders for nginx"))?;
        write(&file, &plain.body)?;
        if packed.header("content-encoding") == "gzip" {
            let mut gz = file.clone().into_os_string();
            gz.push(".gz");
            write(Path::new(&gz), &packed.body)?;
        }
        if headers.is_empty() {
            headers = packed.headers;
        }
        files.push(Asked {
            path: name,
            etag: String::new(),
        });
    }
    let address = free_address()?;
    fs::write(folder.join("nginx.conf"), settings(&address, &headers))
        .map_err(Fault::during("cannot write the settings of nginx"))?;
    Ok((Server::nginx(&program, folder, &address)?, files))
}

fn free_address() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map_err(Fault::during("no port is free"))?;
    Ok(listener.to_string())
}

/// Two workers, everything that makes it fast on. The headers of our pages are added, so that both send the same.
fn settings(address: &str, headers: &[(String, String)]) -> String {
    let added: String = headers
        .iter()
        .filter(|(name, _)| !ITS_OWN.contains(&name.as_str()))
        .map(|(name, value)| {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            format!("    add_header {name} \"{}\";\n", value.replace('$', ""))
        })
        .collect();
    format!(
        "worker_processes 2;
pid nginx.pid;
error_log stderr error;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  keepalive_timeout 300s;
  open_file_cache max=20000 inactive=600s;
  open_file_cache_valid 600s;
  gzip_static on;
  gzip_vary on;
  etag on;
  client_body_temp_path temp;
  proxy_temp_path temp;
  fastcgi_temp_path temp;
  uwsgi_temp_path temp;
  scgi_temp_path temp;
  types {{ text/html html; application/rss+xml xml; }}
  charset utf-8;
  server {{
    listen {address} reuseport;
    root pages;
{added}  }}
}}
"
    )
}
