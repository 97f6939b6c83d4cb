import { expect, type BrowserContext, type Page } from '@playwright/test';
import { AppBar } from './app-bar.ts';

/** What Chromium itself says while a relay is away; everything else is a fault. */
const NETWORK_IS_AWAY = /Failed to load resource|WebSocket connection to|net::ERR_|Failed to update a ServiceWorker|An unknown error occurred when fetching the script/;

/** A tablet: its storage, and the tabs that are open on it. */
export class Device {
  readonly faults: string[] = [];
  /** What went over its sockets, to read after a failure. */
  readonly wire: string[] = [];

  constructor(readonly context: BrowserContext) {
    context.on('page', (page) => this.#watch(page));
    context.on('weberror', (error) => this.faults.push(`uncaught: ${error.error().message}`));
  }

  /** Opens an address in a new tab. */
  async open(address = '/'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(address);
    await expect(new AppBar(page).title).toBeVisible();
    return page;
  }

  /** Visits the app until the device holds all of it, then closes the tab. */
  async visitOnce(): Promise<void> {
    const page = await this.open('/');
    await keepsTheApp(page);
    await page.close();
  }

  /** Takes the network away, or gives it back. */
  async setOffline(isOffline: boolean): Promise<void> {
    await this.context.setOffline(isOffline);
  }

  #watch(page: Page): void {
    page.on('websocket', (socket) => {
      const note = (what: string) =>
        this.wire.push(`${new Date().toISOString().slice(14, 23)} ${new URL(page.url()).pathname} ${what}`);
      note('opens');
      socket.on('framesent', ({ payload }) => note(`sends ${kindOf(payload)}`));
      socket.on('framereceived', ({ payload }) => note(`gets ${kindOf(payload)}`));
      socket.on('close', () => note('closes'));
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && !NETWORK_IS_AWAY.test(message.text())) {
        this.faults.push(`console: ${message.text()} (${page.url()})`);
      }
    });
  }
}

function kindOf(payload: string | Buffer): string {
  const kind = /join|peer|sync|request|doc-unavailable|error|leave/.exec(Buffer.from(payload).toString('latin1'));
  return `${kind?.[0] ?? 'a frame'}, ${payload.length} bytes`;
}

/** Waits until the service worker is active and every file of the build is kept. */
export async function keepsTheApp(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const kept = () =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('six-cartes-'));
      const paths: string[] = [];
      for (const name of names) {
        const requests = await (await caches.open(name)).keys();
        paths.push(...requests.map((request) => new URL(request.url).pathname));
      }
      return {
        builds: names.length,
        page: paths.includes('/index.html'),
        wasm: paths.some((path) => path.endsWith('.wasm')),
        script: paths.some((path) => path.endsWith('.js')),
        style: paths.some((path) => path.endsWith('.css')),
      };
    });
  await expect.poll(kept).toEqual({ builds: 1, page: true, wasm: true, script: true, style: true });
}

/** Waits until what makes files and codes is kept too; it comes after the first visit. */
export async function keepsTheWorker(page: Page): Promise<void> {
  const isKept = () => page.evaluate(async () => Boolean(await caches.match('/worker_bg.wasm')));
  await expect.poll(isKept, { timeout: 30_000 }).toBe(true);
}
