// What several tabs of one device share: the lead, the messages, the chunks.
import * as Automerge from '@automerge/automerge';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Device } from '../pages/device.ts';
import type { Relay } from './relay.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Sockets that are open at the relay. */
export async function connectionsAt(relay: Relay): Promise<number> {
  const metrics = await (await fetch(`${relay.url}/metrics`)).text();
  return Number(/^six_cartes_relay_connections (\d+)$/m.exec(metrics)?.[1]);
}

/** Tells a page that it is hidden or shown, as a browser does. */
export async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isVisible ? 'visible' : 'hidden');
}

/** A page of the same origin without the app, to do what another program would. */
export async function barePage(device: Device): Promise<Page> {
  const page = await device.context.newPage();
  await page.goto('/healthz');
  return page;
}

/** Chunks of small changes after the genesis, by key. */
export async function smallChunks(n: number): Promise<[string, number[]][]> {
  const genesis = await readFile(join(ROOT, 'data/annemasse/genesis.automerge'));
  let document = Automerge.load<Record<string, unknown>>(new Uint8Array(genesis));
  const chunks: [string, number[]][] = [];
  for (let number = 1; number <= n; number += 1) {
    // A field that this version does not know: kept, and shown nowhere.
    document = Automerge.change(document, { time: 0 }, (doc) => void (doc.note = number));
    const bytes = Automerge.getLastLocalChange(document);
    if (!bytes) throw new Error('a change changes something');
    chunks.push([`incremental/${createHash('sha256').update(bytes).digest('hex')}`, [...bytes]]);
  }
  return chunks;
}

/** Stores chunks before the app first runs on this device. */
export async function seedChunks(device: Device, chunks: [string, number[]][]): Promise<void> {
  const page = await barePage(device);
  await page.evaluate(
    (chunks) =>
      new Promise<void>((stored, failed) => {
        const request = indexedDB.open('six-cartes', 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore('chunks');
          request.result.createObjectStore('device');
        };
        request.onerror = () => failed(request.error);
        request.onsuccess = () => {
          const transaction = request.result.transaction('chunks', 'readwrite');
          for (const [key, bytes] of chunks) transaction.objectStore('chunks').put(new Uint8Array(bytes), key);
          transaction.onerror = () => failed(transaction.error);
          transaction.oncomplete = () => {
            request.result.close();
            stored();
          };
        };
      }),
    chunks,
  );
  await page.close();
}

/** Keys of the chunks that a device holds. */
export async function chunkKeys(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((found, failed) => {
        const request = indexedDB.open('six-cartes');
        request.onerror = () => failed(request.error);
        request.onsuccess = () => {
          const keys = request.result.transaction('chunks').objectStore('chunks').getAllKeys();
          keys.onerror = () => failed(keys.error);
          keys.onsuccess = () => {
            request.result.close();
            found(keys.result.map(String));
          };
        };
      }),
  );
}
