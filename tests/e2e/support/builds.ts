// Builds of the app that differ, as a city deploys one after the other.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { APP } from './relay.mjs';

/** A copy of the built app, to be changed. */
export async function copyOfApp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'six-cartes-app-'));
  await cp(APP, folder, { recursive: true });
  return folder;
}

/** Makes another build of the app in `folder`: its page names the build. */
export async function makeBuild(folder: string, name: string): Promise<void> {
  const page = await readFile(join(APP, 'index.html'), 'utf8');
  const changed = page.replace('</head>', `<meta name="build" content="${name}" /></head>`);
  const worker = await readFile(join(APP, 'sw.js'), 'utf8');
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const replaced = worker
    .replace(/const BUILD = "[^"]*"/, `const BUILD = "${name}"`)
    .replace(digest(page), digest(changed));
  if (replaced === worker || changed === page) throw new Error('the build could not be changed');
  await writeFile(join(folder, 'index.html'), changed);
  await writeFile(join(folder, 'sw.js'), replaced);
  // The compressed twins are those of the former build.
  await rm(join(folder, 'index.html.br'), { force: true });
  await rm(join(folder, 'sw.js.br'), { force: true });
}

/** Name of the build that a page was loaded from; empty for the app as it was built. */
export async function buildOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('meta[name="build"]')?.getAttribute('content') ?? '');
}

/** Lets the browser look for a newer version, as it does now and then. */
export async function lookForUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const worker = registration.installing;
    if (!worker) return;
    await new Promise<void>((waits) => {
      const look = () => {
        if (worker.state !== 'installing') waits();
      };
      worker.addEventListener('statechange', look);
      look();
    });
  });
}
