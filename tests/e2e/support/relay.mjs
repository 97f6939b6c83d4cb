// A relay of its own for a test: a free port of this computer, a data folder of its own,
// started, stopped and killed at will. It ends only the process it started.
import { execFile, spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const STARTS_WITHIN_MS = 20_000;

/** Folder of the built app. */
export const APP = resolve(process.env.SIX_CARTES_APP ?? join(ROOT, 'dist'));

/** Path of the system's Chromium. */
export const CHROMIUM = process.env.SIX_CARTES_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium';

/** What Chromium is started with: no traffic of its own. */
export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function relayProgram() {
  const profiles = ['relay', 'release', 'debug'].map((profile) => join(ROOT, 'target', profile, 'six-cartes-relay'));
  const looked = process.env.SIX_CARTES_RELAY ? [resolve(process.env.SIX_CARTES_RELAY)] : profiles;
  // The one that was built last: an older one may not be what the sources say.
  const [program] = looked.filter((path) => existsSync(path)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (!program) {
    throw new Error(`the relay is not built (looked at ${looked.join(', ')}); next: cargo xtask run`);
  }
  return program;
}

async function freePort() {
  const server = createServer();
  await new Promise((ready, failed) => server.once('error', failed).listen(0, '127.0.0.1', () => ready(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A relay that keeps its address and its data from one start to the next. */
export class Relay {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process;
  #log = '';

  /**
   * @param {number} port
   * @param {string} data
   * @param {string} app
   */
  constructor(port, data, app) {
    this.port = port;
    this.data = data;
    this.app = app;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** A relay on a free port with an empty folder, started; it serves the built app, or another one. */
  static async start(app = APP) {
    const relay = new Relay(await freePort(), await mkdtemp(join(tmpdir(), 'six-cartes-e2e-')), app);
    await relay.start();
    return relay;
  }

  /** Everything that it said, for a failure. */
  get log() {
    return this.#log;
  }

  async start() {
    if (this.#process) return;
    const process = spawn(
      relayProgram(),
      ['serve', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, '--app', this.app, '--log', 'warn'],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#process = process;
    await new Promise((listening, failed) => {
      const limit = setTimeout(() => failed(new Error(`the relay did not start: ${this.#log}`)), STARTS_WITHIN_MS);
      const hear = (/** @type {Buffer} */ text) => {
        this.#log += text;
        if (this.#log.includes(`listening on ${this.url}`)) {
          clearTimeout(limit);
          listening(undefined);
        }
      };
      this.#log = '';
      process.stdout.on('data', hear);
      process.stderr.on('data', hear);
      process.once('error', failed);
      process.once('exit', (code) => failed(new Error(`the relay ended with ${code}: ${this.#log}`)));
    });
  }

  /**
   * Types a command of the relay about its own data folder, while it may be running.
   * @param {string[]} words
   */
  async command(...words) {
    const [name = '', ...rest] = words;
    const { stdout } = await promisify(execFile)(relayProgram(), [name, '--data', this.data, ...rest]);
    return stdout;
  }

  /**
   * Makes a link.
   * @param {'facilitator' | 'councillor' | 'observer'} role
   * @param {string[]} options
   */
  async invite(role, ...options) {
    const said = await this.command('invite', '--role', role, '--url', this.url, ...options);
    const link = /\S+#invitation=(\w+)\.\S+/.exec(said);
    if (!link) throw new Error(`no link in: ${said}`);
    return { url: link[0], id: link[1] ?? '' };
  }

  /** Stops it as a server is stopped. */
  async stop() {
    await this.#end('SIGTERM');
  }

  /** Ends it as a power cut does. */
  async kill() {
    await this.#end('SIGKILL');
  }

  /** Ends it for good, and removes its data. */
  async dispose() {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  /** @param {NodeJS.Signals} signal */
  async #end(signal) {
    const process = this.#process;
    if (!process) return;
    this.#process = undefined;
    if (process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((exited) => process.once('exit', exited));
    process.kill(signal);
    await ended;
  }
}
