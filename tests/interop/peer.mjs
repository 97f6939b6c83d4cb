// One automerge-repo, told what to do by one JSON object per line on the input.
//
//   node peer.mjs client URL NAME
//   node peer.mjs server PORT FOLDER [closed]
//
// Each line is answered by one line: `{"ok": ...}` or `{"error": "..."}`.
// A server's first line is its port. `closed` announces no document to anyone.
// Ends when its input ends.

import { createInterface } from "node:readline";

import { getHeads } from "@automerge/automerge";
import { ImmutableString, Repo } from "@automerge/automerge-repo";
import {
  NodeWSServerAdapter,
  WebSocketClientAdapter,
} from "@automerge/automerge-repo-network-websocket";
import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs";
import { WebSocketServer } from "ws";

/** Between two attempts to connect, in milliseconds. */
const RETRY_MS = 500;

const answer = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

async function server(port, folder, announces) {
  const sockets = new WebSocketServer({ host: "127.0.0.1", port: Number(port) });
  await new Promise((resolve) => sockets.once("listening", resolve));
  const repo = new Repo({
    network: [new NodeWSServerAdapter(sockets)],
    storage: new NodeFSStorageAdapter(folder),
    peerId: `server-${process.pid}`,
    sharePolicy: async () => announces,
  });
  // The adapter listens a little later; who connects before is never answered.
  while (sockets.listenerCount("connection") === 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  answer({ ok: sockets.address().port });
  return repo;
}

function client(url, name) {
  return new Repo({
    network: [new WebSocketClientAdapter(url, RETRY_MS)],
    peerId: name,
    sharePolicy: async () => true,
  });
}

const [role, ...rest] = process.argv.slice(2);
const repo =
  role === "server"
    ? await server(rest[0], rest[1], rest[2] !== "closed")
    : client(rest[0], rest[1]);

/** Documents in use, by id, and what was heard about each. */
const documents = new Map();

function keep(handle) {
  const heard = [];
  handle.on("ephemeral-message", ({ message }) => heard.push(message));
  documents.set(handle.documentId, { handle, heard });
  return handle.documentId;
}

/** Until `isSo` holds; `event` of the handle says when to look again. */
async function until(handle, event, isSo) {
  while (!isSo()) {
    await new Promise((resolve) => handle.once(event, resolve));
  }
}

/** Texts become scalars, as our schema has them; objects become maps. */
function scalar(value) {
  if (typeof value === "string") {
    return new ImmutableString(value);
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, scalar(inner)]),
    );
  }
  return value;
}

function at(handle, path) {
  let value = handle.doc();
  for (const key of path) {
    value = value?.[key];
  }
  // Unsigned integers of a document may come as BigInt.
  const plain = (_key, inner) => (typeof inner === "bigint" ? Number(inner) : inner);
  return value === undefined ? null : JSON.parse(JSON.stringify(value, plain));
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const commands = {
  /** A new document with `value` under `key`; its id. */
  create({ key, value }) {
    return keep(repo.create({ [key]: new ImmutableString(value) }));
  },
  /** Asks the network: `ready` or `unavailable`. */
  async find({ id }) {
    try {
      keep(await repo.find(`automerge:${id}`));
      return "ready";
    } catch (error) {
      if (String(error).includes("unavailable")) {
        return "unavailable";
      }
      throw error;
    }
  },
  put({ id, path, value }) {
    documents.get(id).handle.change((document) => {
      let target = document;
      for (const key of path.slice(0, -1)) {
        target = target[key];
      }
      target[path.at(-1)] = scalar(value);
    });
    return null;
  },
  get({ id, path }) {
    return at(documents.get(id).handle, path);
  },
  /** Until `value` stands at `path`. */
  async wait({ id, path, value }) {
    const { handle } = documents.get(id);
    await until(handle, "change", () => isSame(at(handle, path), value));
    return null;
  },
  broadcast({ id, message }) {
    documents.get(id).handle.broadcast(message);
    return null;
  },
  /** The next message that was broadcast. */
  async hear({ id }) {
    const { handle, heard } = documents.get(id);
    await until(handle, "ephemeral-message", () => heard.length > 0);
    return heard.shift();
  },
  /** Heads in hexadecimal digits, sorted. */
  heads({ id }) {
    return [...getHeads(documents.get(id).handle.doc())].sort();
  },
  /** Until everything is on the disk. */
  async flush() {
    await repo.flush();
    return null;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...inputs } = JSON.parse(line);
  try {
    answer({ ok: await commands[command](inputs) });
  } catch (error) {
    answer({ error: String(error) });
  }
}
process.exit(0);
