// Records what automerge-repo and samod really say, for the golden frames.
//
//   node record.mjs SAMOD_SERVER > ../../crates/replication/tests/golden_frames.txt
//
// SAMOD_SERVER is the built program of this package. Sits between a client and a
// server, passes every frame on, and prints the first of each type and sender:
// `SENDER TYPE HEX`. Ids and heads are those of that run.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { cbor, ImmutableString, Repo } from "@automerge/automerge-repo";
import {
  NodeWSServerAdapter,
  WebSocketClientAdapter,
} from "@automerge/automerge-repo-network-websocket";
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs";
import { WebSocket, WebSocketServer } from "ws";

const seen = new Set();

function note(sender, bytes) {
  const { type } = cbor.decode(bytes);
  if (!seen.has(`${sender} ${type}`)) {
    seen.add(`${sender} ${type}`);
    console.log(`${sender} ${type} ${bytes.toString("hex")}`);
  }
}

async function listening() {
  const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => sockets.once("listening", resolve));
  return { sockets, port: sockets.address().port };
}

/** A proxy that notes each frame. */
async function between(url, clientName, serverName) {
  const { sockets, port } = await listening();
  sockets.on("connection", (client) => {
    const server = new WebSocket(url);
    const opened = new Promise((resolve) => server.once("open", resolve));
    client.on("message", async (bytes) => {
      await opened;
      if (clientName) note(clientName, bytes);
      server.send(bytes);
    });
    server.on("message", (bytes) => {
      if (serverName) note(serverName, bytes);
      client.send(bytes);
    });
    client.on("close", () => server.close());
    server.on("close", () => client.close());
  });
  return `ws://127.0.0.1:${port}`;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const folder = mkdtempSync(join(tmpdir(), "record-"));

function client(url, name) {
  return new Repo({
    network: [new WebSocketClientAdapter(url)],
    peerId: name,
    enableRemoteHeadsGossiping: true,
  });
}

/** One client creates, another finds, changes and broadcasts; one asks in vain. */
async function scene(url) {
  const a = client(url, "client-a");
  const b = client(url, "client-b");
  a.subscribeToRemotes(["a-storage-id"]);
  const made = a.create({ key: new ImmutableString("dot") });
  await pause(1500);
  const found = await b.find(made.url);
  b.subscribeToRemotes([a.networkSubsystem ? "a-storage-id" : ""]);
  made.change((document) => {
    document.other = new ImmutableString("dot");
  });
  await pause(500);
  made.broadcast("hi");
  found.broadcast("yo");
  await b.find("automerge:4NMNnkMhL8jXrdJ9jamS58PAVdXu").catch(() => {});
  await pause(500);
}

const { sockets, port } = await listening();
const server = new Repo({
  network: [new NodeWSServerAdapter(sockets)],
  storage: new NodeFSStorageAdapter(join(folder, "automerge-repo")),
  peerId: "server",
  sharePolicy: async () => true,
  enableRemoteHeadsGossiping: true,
});
await pause(200);
server.subscribeToRemotes([await server.storageId()]);
const direct = `ws://127.0.0.1:${port}`;
await scene(await between(direct, "automerge-repo-client", "automerge-repo-server"));

// A version that the server does not speak.
const foreign = new WebSocket(await between(direct, undefined, "automerge-repo-server"));
await new Promise((resolve) => foreign.once("open", resolve));
foreign.send(
  cbor.encode({
    type: "join",
    senderId: "foreign",
    peerMetadata: {},
    supportedProtocolVersions: ["2"],
  }),
);
await pause(500);

const samod = spawn(process.argv[2], ["0", join(folder, "samod")]);
const lines = createInterface({ input: samod.stdout });
const samodPort = await new Promise((resolve) => lines.once("line", resolve));
await scene(await between(`ws://127.0.0.1:${samodPort}`, undefined, "samod-server"));
samod.kill();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
